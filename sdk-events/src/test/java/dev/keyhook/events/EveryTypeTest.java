package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Shape;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.Aggregate;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the schema documents is an event of its own class, with all its values. */
class EveryTypeTest {

  /** The examples that differ from the schema on purpose, and how. */
  private static final Map<String, List<String>> DEVIATIONS =
      Map.of(
          "KeyAddedAbbreviated", List.of("MISSING_FIELD at /id", "MISSING_FIELD at /time"),
          "UnrecognizedDoorOpened", List.of("UNKNOWN_TYPE at /detail-type"),
          "UnrecognizedForeign", List.of("UNKNOWN_TYPE at /detail-type"),
          "UnrecognizedBatteryLevelChanged", List.of("UNKNOWN_TYPE at /trigger"),
          "UnrecognizedUserSignedOut",
              List.of("UNKNOWN_VALUE at /eventType", "UNKNOWN_TYPE at /trigger"));

  static Stream<Vendor> bothVendors() {
    return Vendor.both();
  }

  static Stream<Example> everyExample() {
    return Vendor.everyExample();
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return Vendor.everyExampleOfAKnownType();
  }

  @Test
  void knowsThe74TypesOfSmartphoneKeyAndThe3OfSchlageHome() {
    assertThat(Vendor.SMARTPHONE_KEY.types()).hasSize(74);
    assertThat(Vendor.SCHLAGE_HOME.types()).hasSize(3);
    assertThat(Vendor.everyExampleOfAKnownType().map(Example::type).distinct()).hasSize(77);
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void readsEveryExampleAsTheClassThatIsNamedLikeItsType(Example example) {
    Event<?> event = example.parse();

    assertThat(event.type()).isEqualTo(example.type());
    assertThat(event.isRecognized()).isTrue();
    assertThat(event.data().getClass().getSimpleName()).isEqualTo(example.type().replace(" ", ""));
    assertThat(event.data()).isExactlyInstanceOf(example.shape().javaClass());
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void readsEveryFieldOfEveryExample(Example example) {
    assertThat(Values.read(example.shape(), example.parse().data()))
        .isEqualTo(Values.expect(example.shape(), example.data(), example.dataPointer()));
  }

  @ParameterizedTest
  @MethodSource("everyExample")
  void findsNoDeviationInExamplesThatFitTheSchema(Example example) {
    List<String> expected = DEVIATIONS.getOrDefault(example.name(), List.of());

    assertThat(example.parse().deviations()).map(Deviation::toString).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("everyExample")
  void keepsEveryByteOfEveryExample(Example example) {
    assertThat(example.parse().raw().toByteArray()).isEqualTo(example.bytes());
  }

  @ParameterizedTest
  @MethodSource("everyExample")
  void readsTheEnvelopeOfEveryExample(Example example) {
    JsonNode body = example.body();
    Event<?> event = example.parse();

    if (body.has("time")) {
      assertThat(event.time()).isEqualTo(Instant.parse(body.path("time").textValue()));
    }
    if (event instanceof SmartphoneKeyEvent key) {
      if (body.has("id")) {
        assertThat(key.id()).isEqualTo(body.path("id").textValue());
      }
      assertThat(key.source()).isEqualTo(body.path("source").textValue());
      assertThat(key.region().orElse(null)).isEqualTo(body.path("region").textValue());
      assertThat(key.account().orElse(null)).isEqualTo(body.path("account").textValue());
      assertThat(key.resources())
          .isEqualTo(body.path("resources").valueStream().map(JsonNode::textValue).toList());
      assertThat(key.partnerId().orElse(null)).isEqualTo(body.at("/detail/partnerId").textValue());
      assertAggregate(key, body.path("detail"));
    } else if (event instanceof SchlageHomeEvent home) {
      assertThat(home.id()).isEqualTo(body.path("eventId").textValue());
      if (body.has("deviceId")) {
        assertThat(home.deviceId()).isEqualTo(body.path("deviceId").textValue());
      }
      assertThat(home.eventType().value()).isEqualTo(body.path("eventType").textValue());
      assertThat(home.version().orElse(null)).isEqualTo(body.path("version").textValue());
    }
  }

  private static void assertAggregate(SmartphoneKeyEvent event, JsonNode detail) {
    assertThat(event.aggregate().isPresent()).isEqualTo(detail.has("aggregateType"));
    if (event.aggregate().isPresent()) {
      Aggregate aggregate = event.aggregate().get();
      assertThat(aggregate.type().value()).isEqualTo(detail.path("aggregateType").textValue());
      assertThat(aggregate.id()).isEqualTo(detail.path("aggregateId").textValue());
      assertThat(aggregate.version()).isEqualTo(detail.path("version").longValue());
      assertThat(aggregate.timestamp())
          .isEqualTo(Instant.ofEpochMilli(detail.path("timestamp").longValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void namesTheTypesOfEveryClassAndFamilyAsTheSchemaDoes(Vendor vendor) throws Exception {
    Map<String, TreeSet<String>> families = new TreeMap<>();
    for (Map.Entry<String, Shape> type : vendor.types().entrySet()) {
      families
          .computeIfAbsent(vendor.family(type.getValue()), family -> new TreeSet<>())
          .add(type.getKey());
      assertThat(vendor.parser().typesOf(dataClass(type.getValue().javaClass())))
          .containsExactly(type.getKey());
    }

    assertThat(vendor.parser().typesOf(vendor.dataRoot()))
        .containsExactlyElementsOf(new TreeSet<>(vendor.types().keySet()));
    assertThat(vendor.parser().typesOf(EventData.class))
        .containsExactlyElementsOf(new TreeSet<>(vendor.types().keySet()));
    for (Map.Entry<String, TreeSet<String>> family : families.entrySet()) {
      Class<?> type = Class.forName(vendor.dataRoot().getPackageName() + "." + family.getKey());
      assertThat(vendor.parser().typesOf(dataClass(type)))
          .as(family.getKey())
          .containsExactlyElementsOf(family.getValue());
    }
  }

  @Test
  void namesNoTypesForTheClassesOfAnotherVendor() {
    Vendor.both()
        .forEach(
            vendor ->
                Vendor.everyShape()
                    .filter(shape -> shape.vendor() != vendor)
                    .filter(shape -> EventData.class.isAssignableFrom(shape.javaClass()))
                    .forEach(
                        shape ->
                            assertThat(vendor.parser().typesOf(dataClass(shape.javaClass())))
                                .isEmpty()));
  }

  private static Class<? extends EventData> dataClass(Class<?> type) {
    return type.asSubclass(EventData.class);
  }
}
