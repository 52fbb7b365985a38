package dev.keyhook.cli.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.cli.catalogue.FieldDescription.KnownValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of an object's schema, and those of the objects within it. */
final class FieldReader {

  private final SchemaFile file;

  FieldReader(SchemaFile file) {
    this.file = file;
  }

  List<FieldDescription> fields(JsonNode object) {
    List<FieldDescription> fields = new ArrayList<>();
    add(fields, "", object);
    return List.copyOf(fields);
  }

  private void add(List<FieldDescription> fields, String prefix, JsonNode object) {
    JsonNode required = object.path("required");
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode schema = property.getValue();
      JsonNode target = file.resolved(schema);
      fields.add(field(path, schema, target, contains(required, property.getKey())));
      if (target.path("x-nested").asBoolean() || target.has("properties")) {
        add(fields, path + ".", target);
      }
      JsonNode items = file.resolved(target.path("items"));
      if (items.has("properties")) {
        add(fields, path + "[].", items);
      }
    }
  }

  private FieldDescription field(
      String path, JsonNode schema, JsonNode target, boolean isRequired) {
    return new FieldDescription(
        path,
        type(target),
        format(target),
        isRequired,
        contains(target.path("type"), "null"),
        schema.path("x-sensitive").asBoolean() || target.path("x-sensitive").asBoolean(),
        schema.path("description").asText(target.path("description").asText()),
        values(target));
  }

  private String type(JsonNode schema) {
    if (schema.has("x-vocabulary")) {
      return "text";
    }
    if (schema.path("x-json").asText().equals("text")) {
      return "text";
    }
    String type = firstType(schema);
    return switch (type) {
      case "string" -> "text";
      case "array" -> "list of " + type(file.resolved(schema.path("items")));
      case "" -> typeOfAny(schema);
      default -> type;
    };
  }

  private static String typeOfAny(JsonNode schema) {
    if (schema.path("x-boolean-text").asBoolean()) {
      return "boolean";
    }
    return schema.path("x-number-text").asBoolean() ? "text" : "any";
  }

  private static String firstType(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (!each.asText().equals("null")) {
          return each.asText();
        }
      }
    }
    return type.asText();
  }

  private static String format(JsonNode schema) {
    if (schema.path("x-time").asText().equals("epoch-millis")) {
      return "milliseconds since 1970";
    } else if (schema.path("format").asText().equals("date-time")) {
      return "ISO-8601 time";
    } else if (schema.path("x-json").asText().equals("text")) {
      return "contains JSON";
    } else if (schema.has("x-vocabulary")) {
      return "open vocabulary";
    } else if (schema.path("x-boolean-text").asBoolean()) {
      return "also as text";
    } else if (schema.path("x-number-text").asBoolean()) {
      return "also as number";
    }
    return "";
  }

  private static List<KnownValue> values(JsonNode schema) {
    List<KnownValue> values = new ArrayList<>();
    for (JsonNode value : schema.path("x-vocabulary")) {
      values.add(new KnownValue(value.path("value").asText(), value.path("description").asText()));
    }
    return List.copyOf(values);
  }

  private static boolean contains(JsonNode list, String text) {
    for (JsonNode each : list) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
