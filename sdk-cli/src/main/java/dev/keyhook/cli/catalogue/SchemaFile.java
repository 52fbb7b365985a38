package dev.keyhook.cli.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** One of the two schema documents, which are part of the jar. */
final class SchemaFile {

  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode components;

  private SchemaFile(JsonNode components) {
    this.components = components;
  }

  static SchemaFile of(Vendor vendor) {
    String name =
        vendor == Vendor.SMARTPHONEKEY ? "eventbridge-schemas.yaml" : "schlage-home-schemas.yaml";
    try (InputStream in =
        Objects.requireNonNull(SchemaFile.class.getResourceAsStream(name), name)) {
      return new SchemaFile(new ObjectMapper(new YAMLFactory()).readTree(in).path("components"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode schemas() {
    return components.path("schemas");
  }

  JsonNode examples() {
    return components.path("examples");
  }

  JsonNode schema(String name) {
    return schemas().path(name);
  }

  /** Returns what a schema refers to, or the schema itself. */
  JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.startsWith(SCHEMAS) ? schema(reference.substring(SCHEMAS.length())) : schema;
  }
}
