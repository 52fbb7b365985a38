package dev.keyhook.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** Builds and prints JSON. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns the mapper that all commands share. It is not reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Returns a new object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns a new array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Returns JSON as one line. */
  public static String compact(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns JSON with line breaks. */
  public static String pretty(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
