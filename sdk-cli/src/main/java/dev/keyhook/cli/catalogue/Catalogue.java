package dev.keyhook.cli.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.cli.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All types of event that this version knows, of both vendors. Immutable. */
public final class Catalogue {

  private static final class Holder {
    static final Catalogue CATALOGUE = read();
  }

  private final List<EventDescription> events;
  private final Map<Vendor, List<FieldDescription>> envelopes;

  private Catalogue(List<EventDescription> events, Map<Vendor, List<FieldDescription>> envelopes) {
    this.events = List.copyOf(events);
    this.envelopes = envelopes;
  }

  /** Returns the catalogue. The first call reads the schemas. */
  public static Catalogue get() {
    return Holder.CATALOGUE;
  }

  /** Returns all types, in the order of the schemas. */
  public List<EventDescription> events() {
    return events;
  }

  /** Returns all types of a vendor. */
  public List<EventDescription> events(Vendor vendor) {
    return events.stream().filter(event -> event.vendor() == vendor).toList();
  }

  /** Returns the type of a vendor with this exact name. */
  public Optional<EventDescription> find(Vendor vendor, String type) {
    return events(vendor).stream().filter(event -> event.type().equals(type)).findFirst();
  }

  /** Returns the type with a name in any letter case, with or without spaces. */
  public Optional<EventDescription> find(String name) {
    String plain = plain(name);
    return events.stream().filter(event -> plain(event.type()).equals(plain)).findFirst();
  }

  /** Returns the types with the names most similar to an unknown name. */
  public List<String> similar(String name) {
    String plain = plain(name);
    return events.stream()
        .map(EventDescription::type)
        .filter(type -> plain(type).contains(plain) || Text.distance(plain(type), plain) <= 4)
        .sorted(Comparator.comparing((String type) -> Text.distance(plain(type), plain)))
        .limit(3)
        .toList();
  }

  /** Returns the fields around the data: those of the envelope, by paths from the body's root. */
  public List<FieldDescription> envelope(Vendor vendor) {
    return envelopes.getOrDefault(vendor, List.of());
  }

  private static String plain(String name) {
    return name.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
  }

  private static Catalogue read() {
    List<EventDescription> events = new ArrayList<>();
    Map<Vendor, List<FieldDescription>> envelopes = new EnumMap<>(Vendor.class);
    for (Vendor vendor : Vendor.all()) {
      SchemaFile file = SchemaFile.of(vendor);
      FieldReader reader = new FieldReader(file);
      envelopes.put(vendor, envelope(file, reader));
      Map<String, JsonNode> samples = samples(vendor, file);
      for (Map.Entry<String, JsonNode> schema : file.schemas().properties()) {
        JsonNode node = schema.getValue();
        if (node.has("x-event-type")) {
          String type = node.path("x-event-type").asText();
          events.add(
              new EventDescription(
                  vendor,
                  type,
                  schema.getKey(),
                  node.path("x-implements").path(0).asText(),
                  node.path("x-delivery").asText(),
                  node.path("description").asText(),
                  dataPointer(vendor, node),
                  reader.fields(node),
                  samples.getOrDefault(type, node)));
        }
      }
    }
    return new Catalogue(events, envelopes);
  }

  private static String dataPointer(Vendor vendor, JsonNode schema) {
    if (vendor == Vendor.SCHLAGE_HOME) {
      return "/data";
    }
    return schema.path("x-flat").asBoolean() ? "/detail" : "/detail/data";
  }

  private static List<FieldDescription> envelope(SchemaFile file, FieldReader reader) {
    List<FieldDescription> fields = new ArrayList<>(reader.fields(file.schema("EventEnvelope")));
    for (FieldDescription inner : reader.fields(file.schema("DomainDetail"))) {
      fields.add(
          new FieldDescription(
              "detail." + inner.path(),
              inner.type(),
              inner.format(),
              inner.required(),
              inner.nullable(),
              inner.sensitive(),
              inner.description(),
              inner.values()));
    }
    return List.copyOf(fields);
  }

  /** Returns the first example of each type, which has all its fields. */
  private static Map<String, JsonNode> samples(Vendor vendor, SchemaFile file) {
    Map<String, JsonNode> samples = new LinkedHashMap<>();
    for (JsonNode example : file.examples()) {
      JsonNode body = example.path("value");
      samples.putIfAbsent(body.path(vendor.typeField()).asText(), body);
    }
    return samples;
  }
}
