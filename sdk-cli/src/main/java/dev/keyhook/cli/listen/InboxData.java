package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Requests of the page about an inbox. */
interface InboxData {

  /** Returns the requested data; empty if it does not exist. */
  Optional<JsonNode> read(String name, Map<String, String> query);

  /**
   * Runs an action on the event of a delivery.
   *
   * @param name {@code retry}, {@code discard} or {@code replay}
   * @return empty if the action does not exist
   */
  Optional<JsonNode> act(String name, String endpoint, String id);

  /** Runs an action; empty if it does not exist. */
  Optional<JsonNode> act(String name, JsonNode request);
}
