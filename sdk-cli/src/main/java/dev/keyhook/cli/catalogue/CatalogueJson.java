package dev.keyhook.cli.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.catalogue.FieldDescription.KnownValue;
import java.util.List;

/** The catalogue as JSON. */
public final class CatalogueJson {

  private CatalogueJson() {}

  /** Returns a list of types. */
  public static ArrayNode of(List<EventDescription> events) {
    ArrayNode list = Json.array();
    events.forEach(event -> list.add(of(event)));
    return list;
  }

  /** Returns a type with its fields, sample and code. */
  public static ObjectNode of(EventDescription event) {
    ObjectNode node =
        Json.object()
            .put("vendor", event.vendor().endpoint())
            .put("type", event.type())
            .put("className", event.className())
            .put("family", event.family())
            .put("delivery", event.delivery())
            .put("description", event.description())
            .put("dataPointer", event.dataPointer());
    ArrayNode fields = node.putArray("fields");
    event.fields().forEach(field -> fields.add(of(field)));
    node.set("sample", event.sample());
    return node.put("snippet", event.snippet());
  }

  private static ObjectNode of(FieldDescription field) {
    ObjectNode node =
        Json.object()
            .put("path", field.path())
            .put("type", field.type())
            .put("format", field.format())
            .put("required", field.required())
            .put("nullable", field.nullable())
            .put("sensitive", field.sensitive())
            .put("description", field.description());
    if (!field.values().isEmpty()) {
      ArrayNode values = node.putArray("values");
      for (KnownValue value : field.values()) {
        values.addObject().put("value", value.value()).put("description", value.description());
      }
    }
    return node;
  }
}
