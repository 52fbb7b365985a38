package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** What the page asks an inbox, and does with it. */
interface InboxData {

  /** Answers a question; empty if there is no such thing. */
  Optional<JsonNode> read(String name, Map<String, String> query);

  /** Does something; empty if there is no such action. */
  Optional<JsonNode> act(String name, JsonNode request);
}
