package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two schema documents are meant for code generators, validators and readers. They are strict
 * where data contradicts its event type, and open for vendors' additions.
 */
class SchemaDocumentTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One value of each JSON type, to replace a value of another type. */
  private static final List<JsonNode> ONE_OF_EACH_TYPE =
      List.of(
          JSON.textNode("text"),
          JSON.numberNode(42.5),
          JSON.booleanNode(true),
          JSON.objectNode(),
          JSON.arrayNode(),
          JSON.nullNode());

  private static final Set<String> KEYWORDS_THAT_OPENAPI_3_1_DROPPED =
      Set.of("nullable", "example");

  private static final Document SMARTPHONEKEY =
      new Document("eventbridge-schemas.yaml", "detail-type", 90);
  private static final Document SCHLAGE_HOME =
      new Document("schlage-home-schemas.yaml", "trigger", 3);

  private static final class Document {

    private final String fileName;
    private final String typeField;
    private final int eventTypes;
    private final JsonNode root;
    private final JsonSchemaFactory factory;
    private final Map<String, String> dataComponents = new HashMap<>();
    private final Map<String, JsonSchema> compiled = new HashMap<>();

    Document(String fileName, String typeField, int eventTypes) {
      this.fileName = fileName;
      this.typeField = typeField;
      this.eventTypes = eventTypes;
      Path file = Path.of(System.getProperty("keyhook.root", ".."), fileName);
      try {
        root = new YAMLMapper().readTree(file.toFile());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
      for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
        if (schema.getValue().has("x-event-type")) {
          dataComponents.put(schema.getValue().path("x-event-type").textValue(), schema.getKey());
        }
      }
      ObjectNode schemas = JSON.objectNode();
      schemas.put("$schema", "https://json-schema.org/draft/2020-12/schema");
      schemas.putObject("components").set("schemas", schemas());
      factory =
          JsonSchemaFactory.getInstance(
              VersionFlag.V202012,
              builder ->
                  builder.schemaLoaders(
                      loaders -> loaders.schemas(Map.of(location(), schemas.toString()))));
    }

    private String location() {
      return "https://keyhook.invalid/" + fileName;
    }

    JsonNode schemas() {
      return root.at("/components/schemas");
    }

    JsonNode schema(String name) {
      JsonNode schema = schemas().path(name);
      assertThat(schema.isObject()).as("%s in %s", name, fileName).isTrue();
      return schema;
    }

    /** The names of the data components, by event type. */
    Map<String, String> dataComponents() {
      return dataComponents;
    }

    List<String> deliveryComponents() {
      List<String> names = new ArrayList<>();
      schema("WebhookEvent").path("oneOf").forEach(branch -> names.add(target(branch)));
      return names;
    }

    List<Example> examples() {
      List<Example> examples = new ArrayList<>();
      for (Map.Entry<String, JsonNode> example : root.at("/components/examples").properties()) {
        examples.add(new Example(this, example.getKey(), example.getValue().path("value")));
      }
      return examples;
    }

    /** The example with all fields, which is named like its event type. */
    Example fullExample(String eventType) {
      String name = dataComponents().get(eventType);
      return new Example(this, name, root.at("/components/examples/" + name + "/value"));
    }

    boolean accepts(String schemaName, JsonNode body) {
      return compiled
          .computeIfAbsent(
              schemaName,
              name ->
                  factory.getSchema(
                      SchemaLocation.of(location() + "#/components/schemas/" + name),
                      SchemaValidatorsConfig.builder().failFast(true).build()))
          .validate(body)
          .isEmpty();
    }

    @Override
    public String toString() {
      return fileName;
    }
  }

  /** A complete delivery from the document. */
  private record Example(Document document, String name, JsonNode body) {

    String type() {
      return body.path(document.typeField).textValue();
    }

    boolean isRecognized() {
      return document.dataComponents().containsKey(type());
    }

    /** The schema component of this delivery. */
    String ownEvent() {
      return document.dataComponents().getOrDefault(type(), "Unrecognized") + "Event";
    }

    JsonNode dataSchema() {
      return document.schema(document.dataComponents().get(type()));
    }

    Example copy() {
      return new Example(document, name, body.deepCopy());
    }

    ObjectNode envelope() {
      return (ObjectNode) body;
    }

    /**
     * The object that contains the data: {@code detail} in a domain event, otherwise the envelope.
     */
    private ObjectNode dataHolder() {
      return isDomain() ? (ObjectNode) body.path("detail") : envelope();
    }

    private String dataName() {
      return document == SMARTPHONEKEY && !isDomain() ? "detail" : "data";
    }

    private boolean isDomain() {
      return document == SMARTPHONEKEY && !dataSchema().path("x-flat").asBoolean();
    }

    ObjectNode data() {
      return (ObjectNode) dataHolder().path(dataName());
    }

    void replaceData(JsonNode data) {
      dataHolder().set(dataName(), data);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Document> bothDocuments() {
    return Stream.of(SMARTPHONEKEY, SCHLAGE_HOME);
  }

  static Stream<Example> everyExample() {
    return bothDocuments().flatMap(document -> document.examples().stream());
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return everyExample().filter(Example::isRecognized);
  }

  static Stream<Example> aFullExampleOfEveryType() {
    return bothDocuments()
        .flatMap(
            document ->
                document.dataComponents().keySet().stream().sorted().map(document::fullExample));
  }

  // Strict: data that contradicts its event type is invalid

  @ParameterizedTest
  @MethodSource("everyExample")
  void everyExampleIsAWebhookEventOfExactlyOneType(Example example) {
    Document document = example.document();

    assertThat(document.accepts("WebhookEvent", example.body())).isTrue();
    assertThat(document.deliveryComponents())
        .filteredOn(component -> document.accepts(component, example.body()))
        .containsExactly(example.ownEvent());
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void rejectsTheDataOfEveryOtherType(Example example) {
    Document document = example.document();
    for (Example other : document.examples()) {
      if (!other.isRecognized()
          || other.type().equals(example.type())
          || isEnoughForAShadow(example, other)) {
        continue;
      }
      Example mixed = example.copy();
      mixed.replaceData(other.data());

      // The other branches of WebhookEvent require another type, so one is enough here.
      assertThat(document.accepts(example.ownEvent(), mixed.body()))
          .as("data of %s", other)
          .isFalse();
    }
    Example next = document.fullExample(nextType(document, example.type()));
    Example mixed = example.copy();
    mixed.replaceData(next.data());
    assertThat(document.accepts("WebhookEvent", mixed.body())).as("data of %s", next).isFalse();
  }

  /**
   * The texts of a shadow are all optional, so data of any type with a thing name is a valid
   * shadow.
   */
  private static boolean isEnoughForAShadow(Example example, Example other) {
    return example.type().equals("Shadow Update") && other.data().has("thingName");
  }

  private static String nextType(Document document, String type) {
    TreeSet<String> types = new TreeSet<>(document.dataComponents().keySet());
    String next = types.higher(type);
    return next == null ? types.first() : next;
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void rejectsAnExampleUnderTheNameOfAnotherType(Example example) {
    Example renamed = example.copy();
    renamed
        .envelope()
        .put(example.document().typeField, nextType(example.document(), example.type()));

    assertThat(example.document().accepts("WebhookEvent", renamed.body())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void rejectsARequiredFieldThatIsMissingOrOfAnotherJsonType(Example example) {
    for (JsonNode required : example.dataSchema().path("required")) {
      String field = required.textValue();
      Example without = example.copy();
      without.data().remove(field);
      assertThat(without.document().accepts("WebhookEvent", without.body()))
          .as("without %s", field)
          .isFalse();

      JsonNode schema = example.dataSchema().at("/properties/" + field);
      for (JsonNode wrong : ONE_OF_EACH_TYPE) {
        if (mayBe(example.document(), schema, wrong)) {
          continue;
        }
        Example changed = example.copy();
        changed.data().set(field, wrong);
        // The other branches of WebhookEvent require another type, so one is enough here.
        assertThat(changed.document().accepts(changed.ownEvent(), changed.body()))
            .as("%s: %s", field, wrong)
            .isFalse();
      }
    }
  }

  /** Returns whether the schema allows a value of this JSON type in a field. */
  private static boolean mayBe(Document document, JsonNode field, JsonNode value) {
    if (field.has("$ref")) {
      JsonNode target = document.schema(target(field));
      return target.has("x-vocabulary") ? value.isTextual() : value.isObject();
    }
    if (field.path("x-json").asText().equals("text") && field.has("not")) {
      return value.isTextual() || value.isObject() || value.isNull();
    }
    if (field.has("x-boolean-text")) {
      return value.isTextual() || value.isBoolean();
    }
    if (field.has("x-number-text")) {
      return value.isTextual() || value.isNumber();
    }
    List<String> types = new ArrayList<>();
    if (field.path("type").isArray()) {
      field.path("type").forEach(type -> types.add(type.textValue()));
    } else {
      types.add(field.path("type").textValue());
    }
    return switch (value.getNodeType()) {
      case STRING -> types.contains("string");
      case NUMBER -> types.contains("number");
      case BOOLEAN -> types.contains("boolean");
      case OBJECT -> types.contains("object");
      case ARRAY -> types.contains("array");
      case NULL -> types.contains("null");
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  @Test
  void rejectsAnArrayOfEventsAsVersion1OfSchlageHomeSentThem() {
    ArrayNode body = JSON.arrayNode();
    body.add(SCHLAGE_HOME.fullExample("DeviceLockStateChanged").body());

    assertThat(SCHLAGE_HOME.accepts("WebhookEvent", body)).isFalse();
  }

  // Open: a vendor's additions are valid

  @ParameterizedTest
  @MethodSource("everyExample")
  void acceptsAnyDataOfAnUnknownType(Example example) {
    Example renamed = example.copy();
    renamed.envelope().put(example.document().typeField, "PublishedTomorrow");

    assertThat(example.document().accepts("UnrecognizedEvent", renamed.body())).isTrue();
    assertThat(example.document().accepts("WebhookEvent", renamed.body())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void acceptsUnknownFieldsAtEveryLevel(Example example) {
    Example extended = example.copy();
    everyObject(extended.body(), object -> object.putObject("addedTomorrow").put("by", "vendor"));

    assertThat(example.document().accepts("WebhookEvent", extended.body())).isTrue();
  }

  private static void everyObject(JsonNode node, Consumer<ObjectNode> action) {
    List<JsonNode> children = new ArrayList<>();
    node.forEach(children::add);
    children.forEach(child -> everyObject(child, action));
    if (node instanceof ObjectNode object) {
      action.accept(object);
    }
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void acceptsUnknownValuesOfVocabularies(Example example) {
    Document document = example.document();
    for (Map.Entry<String, JsonNode> field : example.dataSchema().path("properties").properties()) {
      JsonNode schema = field.getValue();
      if (schema.has("$ref") && document.schema(target(schema)).has("x-vocabulary")) {
        Example changed = example.copy();
        changed.data().put(field.getKey(), "INVENTED_TOMORROW");

        assertThat(document.accepts("WebhookEvent", changed.body())).as(field.getKey()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void acceptsDataThatDoesNotRepeatItsType(Example example) {
    Example without = example.copy();
    without.data().remove("type");

    assertThat(example.document().accepts("WebhookEvent", without.body())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void acceptsEveryDocumentedNull(Example example) {
    for (Map.Entry<String, JsonNode> field : example.dataSchema().path("properties").properties()) {
      if (mayBe(example.document(), field.getValue(), JSON.nullNode())) {
        Example changed = example.copy();
        changed.data().putNull(field.getKey());

        assertThat(example.document().accepts("WebhookEvent", changed.body()))
            .as(field.getKey())
            .isTrue();
      }
    }
  }

  // Complete: every type and field is named, described and shown.

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void namesEveryEventTypeInItsDataInItsDeliveryAndInTheListOfAllTypes(Document document) {
    Map<String, String> components = document.dataComponents();
    List<String> typesOfDeliveries = new ArrayList<>();
    List<String> typesThatAreNotUnrecognized = new ArrayList<>();
    for (String component : document.deliveryComponents()) {
      JsonNode type =
          document
              .schema(component)
              .path("allOf")
              .path(1)
              .path("properties")
              .path(document.typeField);
      if (component.equals("UnrecognizedEvent")) {
        type.at("/not/enum").forEach(name -> typesThatAreNotUnrecognized.add(name.textValue()));
      } else {
        typesOfDeliveries.add(type.path("const").textValue());
        assertThat(component).isEqualTo(components.get(type.path("const").textValue()) + "Event");
      }
    }

    assertThat(components).hasSize(document.eventTypes);
    assertThat(typesOfDeliveries).containsExactlyInAnyOrderElementsOf(components.keySet());
    assertThat(typesThatAreNotUnrecognized)
        .containsExactlyInAnyOrderElementsOf(components.keySet());
    assertThat(components)
        .allSatisfy((type, component) -> assertThat(component).isEqualTo(type.replace(" ", "")));
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void putsEveryEventTypeIntoOneFamilyAndSaysWhetherItIsDelivered(Document document) {
    for (String component : document.dataComponents().values()) {
      JsonNode schema = document.schema(component);

      assertThat(schema.path("x-implements")).as(component).hasSize(1);
      assertThat(schema.path("x-implements").path(0).textValue()).endsWith("Data");
      assertThat(schema.path("x-delivery").textValue()).isIn("confirmed", "never", "unconfirmed");
    }
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void tellsDataFromDeliveriesByTheEndOfTheName(Document document) {
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      boolean generated =
          Stream.of("x-event-type", "x-nested", "x-vocabulary").anyMatch(schema.getValue()::has);

      assertThat(schema.getKey().matches(".*(Event|Envelope|Detail)"))
          .as(schema.getKey())
          .isNotEqualTo(generated);
    }
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void showsEveryFieldInAnExample(Document document) {
    Map<String, Set<String>> shown = new HashMap<>();
    document.examples().stream()
        .filter(Example::isRecognized)
        .forEach(
            example ->
                example
                    .data()
                    .fieldNames()
                    .forEachRemaining(
                        shown.computeIfAbsent(example.type(), type -> new TreeSet<>())::add));

    document
        .dataComponents()
        .forEach(
            (type, component) -> {
              Set<String> fields = new TreeSet<>();
              document
                  .schema(component)
                  .path("properties")
                  .fieldNames()
                  .forEachRemaining(fields::add);
              assertThat(shown).as("examples").containsKey(type);
              assertThat(shown.get(type)).as(type).containsExactlyElementsOf(fields);
            });
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void offersEveryExampleToReadersOfTheOperation(Document document) {
    Set<String> offered = new TreeSet<>();
    document
        .root
        .at("/components/requestBodies/Delivery/content/application~1json/examples")
        .forEach(example -> offered.add(target(example)));

    assertThat(offered)
        .containsExactlyInAnyOrderElementsOf(
            document.examples().stream().map(Example::name).toList());
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void describesEverySchemaAndFieldInOneLineWithoutJavadocSyntax(Document document) {
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      assertJavadocSafe(schema.getKey(), schema.getValue());
      for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
        assertJavadocSafe(schema.getKey() + "." + field.getKey(), field.getValue());
      }
      for (JsonNode value : schema.getValue().path("x-vocabulary")) {
        assertJavadocSafe(schema.getKey() + ": " + value.path("value"), value);
      }
    }
  }

  private static void assertJavadocSafe(String where, JsonNode described) {
    assertThat(described.path("description").asText())
        .as(where)
        .isNotBlank()
        .doesNotContain("<", "&", "@", "*/", "\\", "\n")
        .endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void definesEveryVocabularyAsKnownValuesOrAnyText(Document document) {
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      JsonNode vocabulary = schema.getValue().path("x-vocabulary");
      if (vocabulary.isMissingNode()) {
        continue;
      }
      List<String> names = new ArrayList<>();
      ArrayNode values = JSON.arrayNode();
      vocabulary.forEach(value -> names.add(value.path("name").textValue()));
      vocabulary.forEach(value -> values.add(value.path("value")));

      assertThat(schema.getValue().at("/anyOf/0/enum")).as(schema.getKey()).isEqualTo(values);
      assertThat(schema.getValue().at("/anyOf/1"))
          .as(schema.getKey())
          .isEqualTo(JSON.objectNode().put("type", "string"));
      assertThat(names)
          .as(schema.getKey())
          .doesNotHaveDuplicates()
          .allMatch(name -> name.matches("[A-Z][A-Z0-9_]*"));
    }
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void documentsTheFormOfEveryTime(Document document) {
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
        if (field.getKey().matches("timestamp|validFrom|validUntil|.+At")) {
          boolean iso = field.getValue().path("format").asText().equals("date-time");
          boolean epoch = field.getValue().path("x-time").asText().equals("epoch-millis");

          assertThat(iso).as(schema.getKey() + "." + field.getKey()).isNotEqualTo(epoch);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void showsEveryTimeInTheFormThatItDocuments(Example example) {
    if (example.body().has("time")) {
      assertThatCode(() -> Instant.parse(example.body().path("time").textValue()))
          .doesNotThrowAnyException();
    }
    for (Map.Entry<String, JsonNode> field : example.dataSchema().path("properties").properties()) {
      JsonNode value = example.data().path(field.getKey());
      if (value.isTextual() && field.getValue().path("format").asText().equals("date-time")) {
        assertThatCode(() -> Instant.parse(value.textValue())).doesNotThrowAnyException();
      }
      if (value.isNumber() && field.getValue().has("x-time")) {
        assertThat(Instant.ofEpochMilli(value.longValue()))
            .isBetween(
                Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void marksSecretsAndPersonalData(Document document) {
    String sensitive =
        "password|username|.*[uU]rl|rtspHash|registrationCode|name|.*Name|email|masked.*|phoneNumber"
            + "|plate|label|note|description|reason|error|.*State|metadata|reported|desired";
    Set<String> harmless =
        Set.of(
            "orgName",
            "thingName",
            "targetThingName",
            "vendorName",
            "lockState",
            "provisionState",
            "priorState");
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      if (schema.getKey().matches(".*(Event|Envelope|Detail)|ProfileChanges")) {
        continue; // no data: the field is an object whose own fields are sensitive
      }
      for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
        boolean isFreeText = !field.getValue().has("$ref"); // not a vocabulary
        if (isFreeText && field.getKey().matches(sensitive) && !harmless.contains(field.getKey())) {
          assertThat(field.getValue().path("x-sensitive").asBoolean())
              .as(schema.getKey() + "." + field.getKey())
              .isTrue();
        }
      }
    }
  }

  // For tools: one dialect, and no unresolved references

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void isWrittenInOpenApi31Only(Document document) {
    assertThat(document.root.path("openapi").textValue()).isEqualTo("3.1.0");
    everyKeyword(
        document.schemas(),
        (pointer, schema) -> {
          assertThat(names(schema))
              .as(pointer)
              .doesNotContainAnyElementsOf(KEYWORDS_THAT_OPENAPI_3_1_DROPPED);
          assertThat(schema.path("exclusiveMinimum").isBoolean()).as(pointer).isFalse();
          assertThat(schema.path("exclusiveMaximum").isBoolean()).as(pointer).isFalse();
        });
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void writesNullAsOneOfTheTypesOnlyAndForbidsNoField(Document document) {
    everyKeyword(
        document.schemas(),
        (pointer, schema) -> {
          assertThat(schema.path("type").asText()).as(pointer).isNotEqualTo("null");
          assertThat(schema.path("additionalProperties"))
              .as(pointer)
              .isNotEqualTo(JSON.booleanNode(false));
          assertThat(schema.has("unevaluatedProperties")).as(pointer).isFalse();
        });
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void hasNoDanglingReferences(Document document) {
    everyKeyword(
        document.root,
        (pointer, node) -> {
          if (node.has("$ref")) {
            String reference = node.path("$ref").textValue();
            assertThat(reference).as(pointer).startsWith("#/components/");
            assertThat(document.root.at(reference.substring(1)).isMissingNode())
                .as("%s at %s", reference, pointer)
                .isFalse();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("bothDocuments")
  void requiresOnlyFieldsThatItDescribes(Document document) {
    for (Map.Entry<String, JsonNode> schema : document.schemas().properties()) {
      for (JsonNode required : schema.getValue().path("required")) {
        assertThat(schema.getValue().path("properties").has(required.textValue()))
            .as(schema.getKey() + "." + required.textValue())
            .isTrue();
      }
    }
  }

  private static void everyKeyword(JsonNode root, BiConsumer<String, JsonNode> check) {
    everyKeyword("", root, check);
  }

  private static void everyKeyword(
      String pointer, JsonNode node, BiConsumer<String, JsonNode> check) {
    // Keys below these keywords are field names, not keywords.
    if (node.isObject() && !pointer.endsWith("/properties")) {
      check.accept(pointer, node);
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      if (!child.getKey().equals("examples")) {
        everyKeyword(pointer + "/" + child.getKey(), child.getValue(), check);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      everyKeyword(pointer + "/" + i, node.path(i), check);
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String target(JsonNode reference) {
    String pointer = reference.path("$ref").textValue();
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
