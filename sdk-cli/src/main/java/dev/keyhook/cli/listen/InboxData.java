package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Requests of the page about an inbox. */
interface InboxData {

  /** Returns the requested data; empty if it does not exist. */
  Optional<JsonNode> read(String name, Map<String, String> query);

  /** Runs an action; empty if it does not exist. */
  Optional<JsonNode> act(String name, JsonNode request);
}
