package dev.keyhook.events;

import static dev.keyhook.Deviation.Kind.CONVERTED;
import static dev.keyhook.Deviation.Kind.MISSING_FIELD;
import static dev.keyhook.Deviation.Kind.UNEXPECTED_NULL;
import static dev.keyhook.Deviation.Kind.UNKNOWN_VALUE;
import static dev.keyhook.Deviation.Kind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every field of every class, at every level, with a value of every JSON type: the value that
 * is read, and the deviation that is reported. Only accessors of required fields without a value
 * throw.
 */
class FieldValuesTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A JSON value, and the value that is expected: the same in the schema's form, or null if it
   * cannot be read.
   */
  private record Case(String written, JsonNode readAs, List<Deviation.Kind> deviations) {

    static Case of(String written, JsonNode readAs, Deviation.Kind... deviations) {
      return new Case(written, readAs, List.of(deviations));
    }

    static Case unreadable(String written) {
      return of(written, null, UNREADABLE);
    }
  }

  static Stream<Example> aFullExampleOfEveryType() {
    return Vendor.aFullExampleOfEveryType();
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsConvertibleValuesAndListsDeviations(Example example) {
    forEveryField(
        example,
        (place, field) -> {
          for (Case value : cases(field)) {
            assertReads(example, place, field, value);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void reportsOnlyRequiredFieldsAsMissing(Example example) {
    forEveryField(
        example,
        (place, field) -> {
          Example changed = example.copy();
          ObjectNode object = (ObjectNode) changed.body().at(place.pointer());
          object.remove(field.name());

          String pointer = place.pointer() + "/" + field.name();
          assertEvent(
              changed,
              changed,
              field.required() ? List.of(Deviation.of(MISSING_FIELD, pointer)) : List.of(),
              "without " + pointer);
        });
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void treatsNullAsAbsentEverywhere(Example example) {
    forEveryField(
        example,
        (place, field) -> {
          Example changed = example.copy();
          ((ObjectNode) changed.body().at(place.pointer())).putNull(field.name());

          String pointer = place.pointer() + "/" + field.name();
          Deviation.Kind kind = field.required() ? MISSING_FIELD : UNEXPECTED_NULL;
          assertEvent(
              changed,
              changed,
              field.nullable() ? List.of() : List.of(Deviation.of(kind, pointer)),
              "null at " + pointer);
        });
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsDataWithoutAnyField(Example example) {
    Example changed = example.copy();
    List<Deviation> expected = new ArrayList<>();
    changed.data().removeAll();
    for (Field field : example.shape().fields()) {
      if (field.required()) {
        expected.add(Deviation.of(MISSING_FIELD, example.dataPointer() + "/" + field.name()));
      }
    }

    assertEvent(changed, changed, expected, "no data");
  }

  private interface FieldTest {
    void run(Place place, Field field);
  }

  private static void forEveryField(Example example, FieldTest test) {
    for (Place place : example.places()) {
      if (place.pointer().startsWith(example.dataPointer())) {
        place.fields().forEach(field -> test.run(place, field));
      }
    }
  }

  private static void assertReads(Example example, Place place, Field field, Case value) {
    String pointer = place.pointer() + "/" + field.name();
    Example written = example.copy();
    ((ObjectNode) written.body().at(place.pointer()))
        .set(field.name(), JsonText.literal(value.written()));
    Example readAs = example.copy();
    ObjectNode object = (ObjectNode) readAs.body().at(place.pointer());
    if (value.readAs() == null) {
      object.remove(field.name());
    } else {
      object.set(field.name(), value.readAs());
    }

    assertEvent(
        written,
        readAs,
        value.deviations().stream().map(kind -> Deviation.of(kind, pointer)).toList(),
        value.written() + " at " + pointer);
  }

  private static void assertEvent(
      Example written, Example readAs, List<Deviation> deviations, String description) {
    Event<?> event = written.parse();

    assertThat(event.data())
        .as(description)
        .isExactlyInstanceOf(written.vendor().types().get(event.type()).javaClass());
    assertThat(Values.read(written.shape(), event.data()))
        .as(description)
        .isEqualTo(Values.expect(readAs.shape(), readAs.data(), readAs.dataPointer()));
    assertThat(event.deviations()).as(description).containsExactlyInAnyOrderElementsOf(deviations);
  }

  private static List<Case> cases(Field field) {
    return switch (field.kind()) {
      case TEXT -> field.name().equals("type") ? repeatedTypes() : texts();
      case TEXT_OR_NUMBER -> textsAndNumbers();
      case LONG -> wholeNumbers();
      case DOUBLE -> numbers();
      case BOOLEAN -> booleans(CONVERTED);
      case BOOLEAN_OR_TEXT -> booleans();
      case ISO_TIME -> isoTimes();
      case EPOCH_TIME -> epochTimes();
      case VOCABULARY -> words();
      case OBJECT -> noneOf("{");
      case OBJECTS -> with(Case.of("[]", JSON.arrayNode()), noneOf("["));
      case TEXTS -> with(Case.of("[\"a\",\"\"]", JSON.arrayNode().add("a").add("")), noneOf("["));
      case JSON_TEXT -> jsonTexts(CONVERTED);
      case JSON_TEXT_OR_OBJECT -> jsonTexts();
      case JSON_OBJECT -> jsonObjects();
    };
  }

  private static List<Case> texts() {
    return List.of(
        Case.of("\"\"", JSON.textNode("")),
        Case.of("\"\\ud83d\\udd11 \\u0000\\/\"", JSON.textNode("\uD83D\uDD11 \u0000/")),
        Case.of("\"null\"", JSON.textNode("null")),
        Case.of("4321", JSON.textNode("4321"), CONVERTED),
        Case.of("-0.50E+01", JSON.textNode("-0.50E+01"), CONVERTED),
        Case.of("true", JSON.textNode("true"), CONVERTED),
        Case.of("false", JSON.textNode("false"), CONVERTED),
        Case.unreadable("{\"a\":[{}]}"),
        Case.unreadable("[[\"a\"]]"));
  }

  private static List<Case> textsAndNumbers() {
    return List.of(
        Case.of("\"504\"", JSON.textNode("504")),
        Case.of("\"\"", JSON.textNode("")),
        Case.of("504", JSON.textNode("504")),
        Case.of("-0.50E+01", JSON.textNode("-0.50E+01")),
        Case.unreadable("true"),
        Case.unreadable("{\"a\":[{}]}"),
        Case.unreadable("[504]"));
  }

  /** The field {@code type} of domain events, which repeats the event's type. */
  private static List<Case> repeatedTypes() {
    return List.of(
        Case.of("\"AnotherType\"", JSON.textNode("AnotherType"), UNKNOWN_VALUE),
        Case.of("7", JSON.textNode("7"), CONVERTED, UNKNOWN_VALUE),
        Case.unreadable("{}"),
        Case.unreadable("[]"));
  }

  private static List<Case> words() {
    return List.of(
        Case.of("\"INVENTED_TOMORROW\"", JSON.textNode("INVENTED_TOMORROW"), UNKNOWN_VALUE),
        Case.of("\"\"", JSON.textNode(""), UNKNOWN_VALUE),
        Case.of("7", JSON.textNode("7"), CONVERTED, UNKNOWN_VALUE),
        Case.of("true", JSON.textNode("true"), CONVERTED, UNKNOWN_VALUE),
        Case.unreadable("{}"),
        Case.unreadable("[\"a\"]"));
  }

  private static List<Case> wholeNumbers() {
    return List.of(
        Case.of("4321", JSON.numberNode(4321L)),
        Case.of("0", JSON.numberNode(0L)),
        Case.of("-0", JSON.numberNode(0L)),
        Case.of("-17", JSON.numberNode(-17L)),
        Case.of("9007199254740993", JSON.numberNode(9007199254740993L)),
        Case.of("9223372036854775807", JSON.numberNode(Long.MAX_VALUE)),
        Case.of("-9223372036854775808", JSON.numberNode(Long.MIN_VALUE)),
        Case.of("4321.0", JSON.numberNode(4321L), CONVERTED),
        Case.of("4.321e3", JSON.numberNode(4321L), CONVERTED),
        Case.of("43210E-1", JSON.numberNode(4321L), CONVERTED),
        Case.of("0e999999999", JSON.numberNode(0L), CONVERTED),
        Case.of("\"4321\"", JSON.numberNode(4321L), CONVERTED),
        Case.of("\"4321.0\"", JSON.numberNode(4321L), CONVERTED),
        Case.of("\"-9223372036854775808\"", JSON.numberNode(Long.MIN_VALUE), CONVERTED),
        Case.unreadable("4321.5"),
        Case.unreadable("9223372036854775808"),
        Case.unreadable("-9223372036854775809"),
        Case.unreadable("1e19"),
        Case.unreadable("1e999999999"),
        Case.unreadable("1e-999999999"),
        Case.unreadable("1e99999999999999999999"),
        Case.unreadable("1".repeat(5000)),
        Case.unreadable("\"\""),
        Case.unreadable("\"4321 \""),
        Case.unreadable("\"0x10E1\""),
        Case.unreadable("\"NaN\""),
        Case.unreadable("\"" + "1".repeat(5000) + "\""),
        Case.unreadable("true"),
        Case.unreadable("{\"value\":4321}"),
        Case.unreadable("[4321]"));
  }

  private static List<Case> numbers() {
    return List.of(
        Case.of("2", JSON.numberNode(2.0)),
        Case.of("-1.5e-3", JSON.numberNode(-0.0015)),
        Case.of("1e300", JSON.numberNode(1e300)),
        Case.of("0." + "1".repeat(60), JSON.numberNode(1.0 / 9)),
        Case.unreadable("1" + "0".repeat(300)),
        Case.of("\"2.5\"", JSON.numberNode(2.5), CONVERTED),
        Case.unreadable("1e999"),
        Case.unreadable("\"-1e999\""),
        Case.unreadable("\"NaN\""),
        Case.unreadable("\"Infinity\""),
        Case.unreadable("\"\""),
        Case.unreadable("true"),
        Case.unreadable("{}"),
        Case.unreadable("[1]"));
  }

  private static List<Case> booleans(Deviation.Kind... ofTexts) {
    return List.of(
        Case.of("true", JSON.booleanNode(true)),
        Case.of("false", JSON.booleanNode(false)),
        Case.of("\"true\"", JSON.booleanNode(true), ofTexts),
        Case.of("\"FALSE\"", JSON.booleanNode(false), ofTexts),
        Case.unreadable("\"yes\""),
        Case.unreadable("\"\""),
        Case.unreadable("1"),
        Case.unreadable("{}"),
        Case.unreadable("[true]"));
  }

  private static List<Case> isoTimes() {
    JsonNode time = JSON.textNode("2026-04-30T10:30:00.123Z");
    List<Case> cases = new ArrayList<>(timesInNoForm());
    for (String same :
        List.of(
            "2026-04-30T10:30:00.123Z",
            "2026-04-30T10:30:00.123000000Z",
            "2026-04-30T10:30:00.12300000000000Z",
            "2026-04-30T13:30:00.123+03:00",
            "2026-04-30T04:30:00.123-06:00",
            "2026-04-30T10:30:00.123+00:00",
            "2026-04-30t10:30:00.123z")) {
      cases.add(Case.of(JsonText.quote(same), time));
      cases.add(Case.of(JsonText.quoteWithEscapesOnly(same), time));
    }
    for (String other :
        List.of(
            "2024-02-29T23:59:59Z",
            "1969-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "+12026-04-30T10:30:00Z")) {
      cases.add(Case.of(JsonText.quote(other), JSON.textNode(other)));
    }
    cases.add(Case.of("1777545000123", time, CONVERTED));
    cases.add(Case.of("1777545000123.0", time, CONVERTED));
    cases.add(Case.of("1.777545000123e12", time, CONVERTED));
    cases.add(Case.of("\"1777545000123\"", time, CONVERTED));
    return cases;
  }

  private static List<Case> epochTimes() {
    JsonNode time = JSON.numberNode(1777545000123L);
    List<Case> cases = new ArrayList<>(timesInNoForm());
    cases.add(Case.of("1777545000123", time));
    cases.add(Case.of("0", JSON.numberNode(0L)));
    cases.add(Case.of("-1", JSON.numberNode(-1L)));
    cases.add(Case.of("9223372036854775807", JSON.numberNode(Long.MAX_VALUE)));
    cases.add(Case.of("1777545000123.0", time, CONVERTED));
    cases.add(Case.of("\"1777545000123\"", time, CONVERTED));
    cases.add(Case.of("\"2026-04-30T10:30:00.123Z\"", time, CONVERTED));
    cases.add(Case.of("\"2026-04-30T13:30:00.123+03:00\"", time, CONVERTED));
    return cases;
  }

  private static List<Case> timesInNoForm() {
    return Stream.of(
            "\"\"",
            "\"yesterday\"",
            "\"2026-04-30\"",
            "\"2026-04-30T10:30:00\"",
            "\"2026-02-30T10:30:00Z\"",
            "\"2025-02-29T10:30:00Z\"",
            "\"2026-13-01T10:30:00Z\"",
            "\"2026-04-30T25:30:00Z\"",
            "\"2026-04-30T10:60:00Z\"",
            "\"2026-04-30T10:30:0\u00E9Z\"",
            "\"" + "2".repeat(1000) + "\"",
            "1777545000123.5",
            "9223372036854775808",
            "true",
            "{}",
            "[1777545000123]")
        .map(Case::unreadable)
        .toList();
  }

  private static List<Case> noneOf(String allowed) {
    return Stream.of("{}", "[]", "\"text\"", "4321", "true")
        .filter(json -> !json.startsWith(allowed))
        .map(Case::unreadable)
        .toList();
  }

  private static List<Case> with(Case one, List<Case> more) {
    List<Case> cases = new ArrayList<>(more);
    cases.add(one);
    return cases;
  }

  private static List<Case> jsonTexts(Deviation.Kind... ofObjects) {
    return List.of(
        Case.of("\"{}\"", JSON.textNode("{}")),
        Case.of("\"\"", JSON.textNode("")),
        Case.of("\"no {json\"", JSON.textNode("no {json")),
        Case.of("\"\\u007b\\\"a\\\": 1}\"", JSON.textNode("{\"a\": 1}")),
        Case.of("{ \"a\" : [1] }", object("a"), ofObjects),
        Case.of("[1]", JSON.arrayNode().add(1), CONVERTED),
        Case.of("4.50", JSON.textNode("4.50"), CONVERTED),
        Case.of("true", JSON.textNode("true"), CONVERTED));
  }

  private static List<Case> jsonObjects() {
    return List.of(
        Case.of("{}", JSON.objectNode()),
        Case.of("{ \"a\" : [1] }", object("a")),
        Case.of("[1]", JSON.arrayNode().add(1), CONVERTED),
        Case.of("\"text\"", JSON.textNode("\"text\""), CONVERTED),
        Case.of("4.50", JSON.textNode("4.50"), CONVERTED),
        Case.of("false", JSON.textNode("false"), CONVERTED));
  }

  private static ObjectNode object(String name) {
    ObjectNode object = JSON.objectNode();
    object.putArray(name).add(1);
    return object;
  }
}
