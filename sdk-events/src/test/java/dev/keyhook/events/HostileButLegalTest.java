package dev.keyhook.events;

import static dev.keyhook.Deviation.Kind.DUPLICATE_FIELD;
import static dev.keyhook.Deviation.Kind.UNKNOWN_FIELD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Kind;
import dev.keyhook.events.Vendor.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that a vendor may send in the future give the same events, with deviations. */
class HostileButLegalTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Stream<Example> aFullExampleOfEveryType() {
    return Vendor.aFullExampleOfEveryType();
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return Vendor.everyExampleOfAKnownType();
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void reportsUnknownFieldsAtEveryLevel(Example example) {
    Map<String, JsonNode> unknown =
        Map.of(
            "addedTomorrow", JSON.textNode("by the vendor"),
            "a/b~c", JSON.objectNode().set("lockId", JSON.arrayNode().add(1).addNull()),
            "", JSON.numberNode(7),
            "LOCKID", JSON.nullNode(),
            "caf\u00E9\uD83D\uDD11", JSON.booleanNode(true));
    Example extended = example.copy();
    List<Deviation> expected = new ArrayList<>();
    for (Place place : extended.places()) {
      unknown.forEach(
          (name, value) -> {
            place.object().set(name, value);
            String step = name.replace("~", "~0").replace("/", "~1");
            expected.add(Deviation.of(UNKNOWN_FIELD, place.pointer() + "/" + step));
          });
    }

    assertSameEvent(example, JsonText.plain().write(extended.body()), expected);
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void readsFieldsInAnyOrder(Example example) {
    JsonText backwards = JsonText.plain().members((pointer, object) -> reversed(object));

    byte[] body = backwards.write(example.body());

    String payload = example.dataPointer().startsWith("/detail") ? "\"detail\"" : "\"data\"";
    assertThat(new String(body, UTF_8))
        .as("the payload comes before the type that says how to read it")
        .containsSubsequence(payload, "\"" + example.vendor().typeField() + "\"");
    assertSameEvent(example, body, example.parse().deviations());
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void usesTheLastOfRepeatedFields(Example example) {
    Set<Deviation> expected = new HashSet<>();
    for (Place place : example.places()) {
      for (Field field : place.fields()) {
        if (isInside(example, place.pointer()) && place.object().has(field.name())) {
          expected.add(Deviation.of(DUPLICATE_FIELD, place.pointer() + "/" + field.name()));
        }
      }
    }
    JsonText twice =
        JsonText.plain()
            .members(
                (pointer, object) -> isInside(example, pointer) ? twice(object) : once(object));

    byte[] body = twice.write(example.body());

    // Fields of a repeated object are listed once for each occurrence.
    Event<?> event = assertSameValues(example, body);
    assertThat(Set.copyOf(event.deviations())).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void replacesTheValueOfAnEarlierFieldOfTheSameName(Example example) {
    for (JsonNode decoy :
        List.of(
            JSON.nullNode(),
            JSON.textNode("decoy"),
            JSON.numberNode(-1),
            JSON.booleanNode(true),
            JSON.arrayNode().addObject().put("uuid", "decoy"),
            JSON.objectNode().put("type", "decoy").put("partnerId", "decoy"))) {
      JsonText withDecoys =
          JsonText.plain()
              .members(
                  (pointer, object) ->
                      isInside(example, pointer) ? withDecoys(object, decoy) : once(object));

      assertSameValues(example, withDecoys.write(example.body()));
    }
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void hasNoValueWhenTheLastFieldOfTheSameNameHasNone(Example example) {
    String at = example.dataPointer();
    Example nothing = example.copy();
    example.shape().fields().forEach(field -> nothing.data().putNull(field.name()));
    for (JsonNode none : List.of(JSON.nullNode(), JSON.arrayNode().addArray())) {
      JsonText valuesThenNone =
          JsonText.plain()
              .members((pointer, object) -> pointer.equals(at) ? then(object, none) : once(object));

      Event<?> event = example.vendor().parse(valuesThenNone.write(example.body()));

      Map<String, Object> values = Values.read(example.shape(), event.data());
      Map<String, Object> expected = Values.expect(example.shape(), nothing.data(), at);
      for (Field field : example.shape().fields()) {
        boolean readsArrays =
            switch (field.kind()) {
              case TEXTS, OBJECTS, JSON_TEXT, JSON_TEXT_OR_OBJECT, JSON_OBJECT -> true;
              default -> false;
            };
        if (none.isNull() || !readsArrays) {
          assertThat(values.get(field.accessor()))
              .as(field.name())
              .isEqualTo(expected.get(field.accessor()));
        }
        if (field.nullDiffers()) {
          assertThat(values.get(Values.isNullAccessor(field))).isEqualTo(none.isNull());
        }
      }
    }
  }

  private static List<Map.Entry<String, JsonNode>> then(ObjectNode object, JsonNode last) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    object.properties().forEach(member -> members.add(Map.entry(member.getKey(), last)));
    return members;
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsNamesAndTextsThatAreWrittenAsEscapes(Example example) {
    JsonText escaped = JsonText.plain().quoting(JsonText::quoteWithEscapesOnly);

    assertSameEvent(example, escaped.write(example.body()), List.of());
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsBodiesWithWhiteSpaceWhereverJsonAllowsIt(Example example) {
    JsonText spacious = JsonText.plain().space(() -> " \t\r\n");

    assertSameEvent(example, spacious.write(example.body()), List.of());
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsBodiesBehindAByteOrderMark(Example example) {
    byte[] body = example.bytes();
    byte[] marked = new byte[body.length + 3];
    marked[0] = (byte) 0xEF;
    marked[1] = (byte) 0xBB;
    marked[2] = (byte) 0xBF;
    System.arraycopy(body, 0, marked, 3, body.length);

    Event<?> event = assertSameEvent(example, marked, List.of());
    assertThat(event.raw().toByteArray()).isEqualTo(marked);
    assertThat(event.raw().text()).isEqualTo(new String(body, UTF_8));
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsOptionalFieldsThatAreNullAsAbsent(Example example) {
    Example nulls = example.copy();
    for (Place place : nulls.places()) {
      for (Field field : place.fields()) {
        if (!field.required() && place.pointer().startsWith(example.dataPointer())) {
          place.object().putNull(field.name());
        }
      }
    }

    Event<?> event = nulls.parse();

    assertThat(Values.read(example.shape(), event.data()))
        .isEqualTo(Values.expect(example.shape(), nulls.data(), example.dataPointer()));
    assertThat(event.deviations()).allMatch(d -> d.kind() == Deviation.Kind.UNEXPECTED_NULL);
  }

  @ParameterizedTest
  @MethodSource("aFullExampleOfEveryType")
  void readsUnknownValuesOfEveryVocabulary(Example example) {
    Example changed = example.copy();
    List<Deviation> expected = new ArrayList<>();
    for (Place place : changed.places()) {
      for (Field field : place.fields()) {
        boolean there = place.object().has(field.name());
        if (field.kind() == Kind.VOCABULARY && there && isInside(example, place.pointer())) {
          place.object().put(field.name(), "INVENTED_TOMORROW");
          expected.add(
              Deviation.of(Deviation.Kind.UNKNOWN_VALUE, place.pointer() + "/" + field.name()));
        }
      }
    }

    assertSameEvent(changed, changed.bytes(), expected);
  }

  /**
   * Returns whether the schema defines the object at this place, so that unknown fields are
   * reported.
   */
  private static boolean isInside(Example example, String pointer) {
    return pointer.startsWith(example.dataPointer())
        && example.places().stream().anyMatch(place -> place.pointer().equals(pointer));
  }

  private static Event<?> assertSameEvent(
      Example example, byte[] body, List<Deviation> deviations) {
    Event<?> event = assertSameValues(example, body);

    assertThat(event.deviations()).containsExactlyInAnyOrderElementsOf(deviations);
    return event;
  }

  private static Event<?> assertSameValues(Example example, byte[] body) {
    Event<?> event = example.vendor().parse(body);

    assertThat(event.type()).isEqualTo(example.type());
    assertThat(event.data()).isExactlyInstanceOf(example.shape().javaClass());
    assertThat(Values.read(example.shape(), event.data()))
        .isEqualTo(Values.expect(example.shape(), example.data(), example.dataPointer()));
    return event;
  }

  private static Collection<Map.Entry<String, JsonNode>> once(ObjectNode object) {
    return object.properties();
  }

  private static List<Map.Entry<String, JsonNode>> reversed(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    Collections.reverse(members);
    return members;
  }

  private static List<Map.Entry<String, JsonNode>> twice(ObjectNode object) {
    return object.properties().stream()
        .flatMap(member -> Stream.of(member, member))
        .collect(Collectors.toList());
  }

  private static List<Map.Entry<String, JsonNode>> withDecoys(ObjectNode object, JsonNode decoy) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>();
    object.properties().forEach(member -> members.add(Map.entry(member.getKey(), decoy)));
    members.addAll(object.properties());
    return members;
  }
}
