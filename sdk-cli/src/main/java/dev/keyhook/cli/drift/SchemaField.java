package dev.keyhook.cli.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field of an object in a JSON Schema.
 *
 * @param types its JSON types
 * @param isRequired whether the schema requires it
 * @param values the values of its enum, if it has one
 */
record SchemaField(Set<String> types, boolean isRequired, List<String> values) {

  /** Returns all fields of an object's schema by path, such as {@code keys[].uuid}. */
  static Map<String, SchemaField> all(JsonNode schema) {
    Map<String, SchemaField> fields = new LinkedHashMap<>();
    collect(fields, "", schema);
    return fields;
  }

  private static void collect(Map<String, SchemaField> fields, String prefix, JsonNode object) {
    Set<String> required = new TreeSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      String path = prefix + property.getKey();
      JsonNode schema = property.getValue();
      fields.put(
          path,
          new SchemaField(types(schema), required.contains(property.getKey()), values(schema)));
      collect(fields, path + ".", schema);
      collect(fields, path + "[].", schema.path("items"));
    }
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      type.forEach(each -> types.add(plain(each.asText())));
    } else if (type.isTextual()) {
      types.add(plain(type.asText()));
    }
    schema.path("anyOf").forEach(each -> types.addAll(types(each)));
    schema.path("oneOf").forEach(each -> types.addAll(types(each)));
    return types;
  }

  /** JSON has one type for all numbers. */
  static String plain(String type) {
    return type.equals("integer") ? "number" : type;
  }

  private static List<String> values(JsonNode schema) {
    List<String> values = new ArrayList<>();
    schema.path("enum").forEach(value -> values.add(value.asText()));
    if (schema.path("const").isTextual()) {
      values.add(schema.path("const").asText());
    }
    return values;
  }
}
