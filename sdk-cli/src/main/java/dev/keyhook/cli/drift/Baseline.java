package dev.keyhook.cli.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Resources;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * SmartphoneKey's {@code event-schemas.json} as it was when this version was built.
 *
 * @param version the vendor's name for it
 * @param events the fields of each type, by path
 */
record Baseline(String version, Map<String, Map<String, SchemaField>> events) {

  static Baseline read() {
    try {
      JsonNode file = Json.mapper().readTree(Resources.text("drift/smartphonekey-baseline.json"));
      Map<String, Map<String, SchemaField>> events = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> event : file.path("events").properties()) {
        Map<String, SchemaField> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : event.getValue().properties()) {
          fields.put(field.getKey(), field(field.getValue().asText()));
        }
        events.put(event.getKey(), fields);
      }
      return new Baseline(file.path("version").asText(), events);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaField field(String text) {
    boolean isRequired = text.endsWith("!");
    String types = isRequired ? text.substring(0, text.length() - 1) : text;
    return new SchemaField(
        Arrays.stream(types.split("\\|"))
            .map(SchemaField::plain)
            .collect(Collectors.toCollection(TreeSet::new)),
        isRequired,
        List.of());
  }
}
