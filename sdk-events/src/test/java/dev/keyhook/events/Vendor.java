package dev.keyhook.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.EventParser;
import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.Triggers;
import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.DetailTypes;
import dev.keyhook.internal.event.DeferringParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A vendor's schema, parser and examples. Tests read the schema independently of the code
 * generator, so that they find its mistakes.
 */
final class Vendor {

  static final Vendor SMARTPHONE_KEY =
      new Vendor(
          "eventbridge-schemas.yaml",
          "detail-type",
          SmartphoneKeyData.class,
          SmartphoneKeyEvents.parser(),
          DetailTypes.classes());

  static final Vendor SCHLAGE_HOME =
      new Vendor(
          "schlage-home-schemas.yaml",
          "trigger",
          SchlageHomeData.class,
          SchlageHomeEvents.parser(),
          Triggers.classes());

  /** The type of a field in the schema. */
  enum Kind {
    TEXT,
    TEXT_OR_NUMBER,
    LONG,
    DOUBLE,
    BOOLEAN,
    BOOLEAN_OR_TEXT,
    ISO_TIME,
    EPOCH_TIME,
    VOCABULARY,
    OBJECT,
    OBJECTS,
    TEXTS,
    JSON_TEXT,
    JSON_TEXT_OR_OBJECT,
    JSON_OBJECT
  }

  /**
   * A field of the schema; {@code target} is the component of a vocabulary or of nested objects.
   */
  record Field(
      String name,
      Kind kind,
      String target,
      boolean required,
      boolean nullable,
      boolean nullDiffers,
      boolean sensitive) {

    /** The name of the Java accessor. */
    String accessor() {
      if (name.equals("old") || name.equals("new")) {
        return name + "Value"; // `new` is a keyword
      }
      int underscore = name.indexOf('_');
      return underscore < 0
          ? name
          : name.substring(0, underscore)
              + Character.toUpperCase(name.charAt(underscore + 1))
              + name.substring(underscore + 2);
    }

    /** Returns whether the accessor throws if there is no value. */
    boolean throwsIfMissing() {
      return required && !nullable;
    }
  }

  /** An object of the schema: the data of an event type, or a part of it. */
  record Shape(Vendor vendor, String name, List<Field> fields) {

    Class<?> javaClass() {
      return vendor.modelClass(name);
    }

    Field field(String wireName) {
      return fields.stream().filter(f -> f.name().equals(wireName)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** An example in the schema document: a complete delivery. */
  record Example(Vendor vendor, String name, ObjectNode body) {

    String type() {
      return body.path(vendor.typeField).textValue();
    }

    boolean isRecognized() {
      return vendor.types.containsKey(type());
    }

    Shape shape() {
      return requireNonNull(vendor.types.get(type()), type());
    }

    Example copy() {
      return new Example(vendor, name, body.deepCopy());
    }

    String dataPointer() {
      return vendor.dataPointer(type());
    }

    ObjectNode data() {
      return (ObjectNode) body.at(dataPointer());
    }

    byte[] bytes() {
      return JsonText.plain().write(body);
    }

    Event<?> parse() {
      return vendor.parse(bytes());
    }

    /** Every object of the body that the schema defines, the outermost first. */
    List<Place> places() {
      List<Place> places = new ArrayList<>();
      places.add(new Place("", body, vendor.envelopeFields()));
      if (dataPointer().equals("/detail/data")) {
        places.add(
            new Place(
                "/detail", (ObjectNode) body.path("detail"), vendor.fieldsOf("DomainDetail")));
      }
      vendor.addPlaces(places, shape().fields(), data(), dataPointer());
      return places;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** An object in a body, with its fields in the schema. */
  record Place(String pointer, ObjectNode object, List<Field> fields) {}

  private final String fileName;
  private final String typeField;
  private final Class<? extends EventData> dataRoot;
  private final EventParser<? extends Event<?>> parser;
  private final Map<String, Class<? extends EventData>> classes;
  private final JsonNode root;
  private final Map<String, Shape> types = new LinkedHashMap<>();

  private Vendor(
      String fileName,
      String typeField,
      Class<? extends EventData> dataRoot,
      EventParser<? extends Event<?>> parser,
      Map<String, ? extends Class<? extends EventData>> classes) {
    this.fileName = fileName;
    this.typeField = typeField;
    this.dataRoot = dataRoot;
    this.parser = parser;
    this.classes = Map.copyOf(classes);
    Path file = Path.of(System.getProperty("keyhook.root", ".."), fileName);
    try {
      this.root = new YAMLMapper().readTree(file.toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
      if (schema.getValue().has("x-event-type")) {
        types.put(schema.getValue().path("x-event-type").textValue(), shape(schema.getKey()));
      }
    }
  }

  static Stream<Vendor> both() {
    return Stream.of(SMARTPHONE_KEY, SCHLAGE_HOME);
  }

  static Stream<Example> everyExample() {
    return both().flatMap(vendor -> vendor.examples().stream());
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return everyExample().filter(Example::isRecognized);
  }

  /** The example with all fields, for every event type. */
  static Stream<Example> aFullExampleOfEveryType() {
    return both()
        .flatMap(vendor -> vendor.types.values().stream().map(t -> vendor.example(t.name())));
  }

  /** Every object of the schemas with a generated class: data and its parts. */
  static Stream<Shape> everyShape() {
    return both()
        .flatMap(
            vendor ->
                vendor.componentsWith("x-event-type", "x-nested").stream().map(vendor::shape));
  }

  String typeField() {
    return typeField;
  }

  Class<? extends EventData> dataRoot() {
    return dataRoot;
  }

  EventParser<? extends Event<?>> parser() {
    return parser;
  }

  /** Returns the parser with the data of all types deferred. */
  EventParser<? extends Event<?>> deferring() {
    return deferring(parser);
  }

  static <E extends Event<?>> EventParser<E> deferring(EventParser<E> parser) {
    return DeferringParser.deferring(parser, type -> true);
  }

  /** The library's data classes, by event type. */
  Map<String, Class<? extends EventData>> classes() {
    return classes;
  }

  Event<?> parse(byte[] body) {
    return parser.parseUnverified(body);
  }

  /** The schema's data objects, by event type. */
  Map<String, Shape> types() {
    return Collections.unmodifiableMap(types);
  }

  String family(Shape type) {
    return schemas().path(type.name()).path("x-implements").path(0).textValue();
  }

  String dataPointer(String type) {
    if (this == SCHLAGE_HOME) {
      return "/data";
    }
    Shape shape = types.get(type);
    boolean flat = shape != null && schemas().path(shape.name()).path("x-flat").asBoolean();
    return flat ? "/detail" : "/detail/data";
  }

  JsonNode schemas() {
    return root.at("/components/schemas");
  }

  List<String> componentsWith(String... extensions) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
      if (Stream.of(extensions).anyMatch(schema.getValue()::has)) {
        names.add(schema.getKey());
      }
    }
    return names;
  }

  List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (String name : names(root.at("/components/examples"))) {
      examples.add(example(name));
    }
    return examples;
  }

  Example example(String name) {
    JsonNode body = root.at("/components/examples/" + name + "/value");
    return new Example(this, name, (ObjectNode) body.deepCopy());
  }

  Class<?> modelClass(String name) {
    try {
      return Class.forName(dataRoot.getPackageName() + ".model." + name);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError("There is no class for " + name, missing);
    }
  }

  Shape shape(String component) {
    return new Shape(this, component, fieldsOf(component));
  }

  /** The values of a vocabulary, by the names of their constants. */
  Map<String, String> vocabulary(String component) {
    Map<String, String> values = new LinkedHashMap<>();
    for (JsonNode word : schemas().path(component).path("x-vocabulary")) {
      values.put(word.path("name").textValue(), word.path("value").textValue());
    }
    return values;
  }

  List<Field> envelopeFields() {
    return fieldsOf("EventEnvelope");
  }

  List<Field> fieldsOf(String component) {
    JsonNode schema = schemas().path(component);
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.textValue()));
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode field = property.getValue();
      fields.add(
          new Field(
              property.getKey(),
              kind(field),
              target(field),
              required.contains(property.getKey()),
              mayBeNull(field),
              field.path("x-null-differs").asBoolean(),
              field.path("x-sensitive").asBoolean()));
    }
    return fields;
  }

  private Kind kind(JsonNode field) {
    if (field.has("$ref")) {
      return schemas().path(target(field)).has("x-vocabulary") ? Kind.VOCABULARY : Kind.OBJECT;
    }
    if (field.path("x-json").asText().equals("object")) {
      return Kind.JSON_OBJECT;
    }
    if (field.path("x-json").asText().equals("text")) {
      return field.has("type") ? Kind.JSON_TEXT : Kind.JSON_TEXT_OR_OBJECT;
    }
    if (field.has("x-boolean-text")) {
      return Kind.BOOLEAN_OR_TEXT;
    }
    if (field.has("x-number-text")) {
      return Kind.TEXT_OR_NUMBER;
    }
    if (field.path("x-time").asText().equals("epoch-millis")) {
      return Kind.EPOCH_TIME;
    }
    JsonNode type = field.path("type").isArray() ? field.path("type").path(0) : field.path("type");
    return switch (type.asText()) {
      case "string" ->
          field.path("format").asText().equals("date-time") ? Kind.ISO_TIME : Kind.TEXT;
      case "integer" -> Kind.LONG;
      case "number" -> Kind.DOUBLE;
      case "boolean" -> Kind.BOOLEAN;
      case "array" -> field.path("items").has("$ref") ? Kind.OBJECTS : Kind.TEXTS;
      case "object" -> Kind.JSON_OBJECT;
      default -> throw new IllegalArgumentException("No kind for " + field);
    };
  }

  private static boolean mayBeNull(JsonNode field) {
    List<String> types = new ArrayList<>();
    if (field.has("not")) {
      field.at("/not/type").forEach(type -> types.add(type.textValue()));
      return !types.contains("null");
    }
    field.path("type").forEach(type -> types.add(type.textValue()));
    return types.contains("null");
  }

  private static String target(JsonNode field) {
    String reference = field.path("$ref").asText(field.at("/items/$ref").asText());
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private void addPlaces(
      List<Place> places, List<Field> fields, ObjectNode object, String pointer) {
    places.add(new Place(pointer, object, fields));
    for (Field field : fields) {
      JsonNode value = object.path(field.name());
      String at = pointer + "/" + field.name();
      if (field.kind() == Kind.OBJECT && value.isObject()) {
        addPlaces(places, fieldsOf(field.target()), (ObjectNode) value, at);
      }
      if (field.kind() == Kind.OBJECTS) {
        for (int i = 0; i < value.size(); i++) {
          addPlaces(places, fieldsOf(field.target()), (ObjectNode) value.path(i), at + "/" + i);
        }
      }
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  public String toString() {
    return fileName;
  }
}
