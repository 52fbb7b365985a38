package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.JsonLimits;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.Aggregate;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventRouter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example in the schemas is parsed into the class of its type, with all values. */
class EveryTypeTest {

  /** The examples that deviate from the schema on purpose, with their deviations. */
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
  void knowsThe90TypesOfSmartphoneKeyAndThe3OfSchlageHome() {
    assertThat(Vendor.SMARTPHONE_KEY.types()).hasSize(90);
    assertThat(Vendor.SCHLAGE_HOME.types()).hasSize(3);
    assertThat(Vendor.everyExampleOfAKnownType().map(Example::type).distinct()).hasSize(93);
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
      assertThat(key.subject().orElse(null)).isEqualTo(subject(body.path("detail")));
      assertThat(key.sequence().isPresent()).isEqualTo(key.aggregate().isPresent());
      assertAggregate(key, body.path("detail"));
    } else if (event instanceof SchlageHomeEvent home) {
      assertThat(home.id()).isEqualTo(body.path("eventId").textValue());
      if (body.has("deviceId")) {
        assertThat(home.deviceId()).isEqualTo(body.path("deviceId").textValue());
      }
      assertThat(home.subject().orElse(null)).isEqualTo(body.path("deviceId").textValue());
      assertThat(home.sequence()).isEmpty();
      assertThat(home.eventType().value()).isEqualTo(body.path("eventType").textValue());
      assertThat(home.version().orElse(null)).isEqualTo(body.path("version").textValue());
    }
  }

  private static String subject(JsonNode detail) {
    return detail.has("aggregateType")
        ? detail.path("aggregateType").textValue() + "/" + detail.path("aggregateId").textValue()
        : detail.path("thingName").textValue();
  }

  private static void assertAggregate(SmartphoneKeyEvent event, JsonNode detail) {
    assertThat(event.aggregate().isPresent()).isEqualTo(detail.has("aggregateType"));
    if (event.aggregate().isPresent()) {
      Aggregate aggregate = event.aggregate().get();
      assertThat(aggregate.type().value()).isEqualTo(detail.path("aggregateType").textValue());
      assertThat(aggregate.id()).isEqualTo(detail.path("aggregateId").textValue());
      assertThat(aggregate.version()).isEqualTo(detail.path("version").longValue());
      assertThat(event.sequence()).hasValue(aggregate.version());
      assertThat(aggregate.timestamp())
          .isEqualTo(Instant.ofEpochMilli(detail.path("timestamp").longValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("bothVendors")
  void hasAClassForEachTypeOfTheSchemaAndForNoOther(Vendor vendor) {
    Map<String, Class<?>> expected = new TreeMap<>();
    vendor.types().forEach((type, shape) -> expected.put(type, shape.javaClass()));

    assertThat(new TreeMap<String, Class<?>>(vendor.classes())).isEqualTo(expected);
  }

  @Test
  void routesEachTypeToTheHandlerOfItsClass() {
    List<String> handled = new ArrayList<>();
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(KeyAdded.class, (key, event) -> handled.add("key " + key.keyUuid()))
            .on(LockData.class, (lock, event) -> handled.add("lock " + event.type()))
            .on("UnrecognizedDoorOpened", event -> handled.add("name " + event.type()))
            .otherwise(event -> handled.add("other " + event.type()))
            .build();
    EventRouter<SchlageHomeEvent> homeRouter =
        SchlageHomeEvents.router(JsonLimits.defaults())
            .on(DeviceLockStateChanged.class, (lock, event) -> handled.add(event.deviceId()))
            .otherwise(event -> handled.add("other " + event.type()))
            .build();

    router.handle(
        router.parser().parseUnverified(Vendor.SMARTPHONE_KEY.example("KeyAdded").bytes()));
    router.handle(
        router.parser().parseUnverified(Vendor.SMARTPHONE_KEY.example("OwnerSet").bytes()));
    router.handle(
        router.parser().parseUnverified(Vendor.SMARTPHONE_KEY.example("ShadowUpdate").bytes()));
    Example home = Vendor.SCHLAGE_HOME.example("DeviceLockStateChanged");
    homeRouter.handle(homeRouter.parser().parseUnverified(home.bytes()));

    assertThat(handled)
        .containsExactly(
            "key be297454-6978-4373-9e6d-6da85c4be9f3",
            "lock OwnerSet",
            "other Shadow Update",
            home.body().path("deviceId").textValue());
    assertThat(router.endpoint()).isEqualTo("smartphonekey");
    assertThat(homeRouter.endpoint()).isEqualTo("schlage-home");
  }
}
