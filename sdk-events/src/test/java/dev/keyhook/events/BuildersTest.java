package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventData;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Shape;
import dev.keyhook.events.schlagehome.SchlageHomeData;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.CommandSucceeded;
import dev.keyhook.events.schlagehome.model.CommandType;
import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AggregateType;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.LockCreated;
import dev.keyhook.events.smartphonekey.model.LockKey;
import dev.keyhook.events.smartphonekey.model.MatterPinSet;
import dev.keyhook.events.smartphonekey.model.ReportedShadowUpdated;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.events.smartphonekey.model.TempKeyChanges;
import dev.keyhook.events.smartphonekey.model.TempKeyCreated;
import dev.keyhook.events.smartphonekey.model.TempKeyUpdated;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data from a builder equals the data that a parser reads from its JSON. */
class BuildersTest {

  private static final Seed SEED = Seed.of(BuildersTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Shape> everyType() {
    return Vendor.both().flatMap(vendor -> vendor.types().values().stream());
  }

  static Stream<Shape> everyShape() {
    return Vendor.everyShape();
  }

  static Stream<Example> everyExampleOfAKnownType() {
    return Vendor.everyExampleOfAKnownType();
  }

  private static Event<?> event(EventData data) {
    return data instanceof SchlageHomeData home
        ? SchlageHomeEvent.builder(home).build()
        : SmartphoneKeyEvent.builder((SmartphoneKeyData) data).partnerId("acme-corp").build();
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void parsesTheJsonOfABuilderIntoTheSameData(Shape type) {
    Random random = SEED.random(type.name());
    for (int i = 0; i < 30; i++) {
      EventData data = new RandomData(random, i < 10 ? 1 : 0.7).of(type);

      Event<?> event = event(data);

      assertThat(type.vendor().classes().get(event.type())).isSameAs(data.getClass());
      assertThat(event.data()).as("%s, round %d", SEED, i).isEqualTo(data).hasSameHashCodeAs(data);
      assertThat(event.data().toJson()).as("%s, round %d", SEED, i).isEqualTo(data.toJson());
      assertThat(event(event.data())).as("%s, round %d", SEED, i).isEqualTo(event);
      assertThat(event.deviations())
          .as("%s, round %d", SEED, i)
          .allMatch(
              deviation ->
                  deviation.kind() == Deviation.Kind.UNKNOWN_VALUE
                      || deviation.kind() == Deviation.Kind.MISSING_FIELD);
    }
  }

  @ParameterizedTest
  @MethodSource("everyExampleOfAKnownType")
  void writesParsedDataInTheFormOfTheSchema(Example example) throws Exception {
    EventData data = example.parse().data();

    JsonNode written = JSON.readTree(data.toJson().toByteArray());

    assertThat(Values.expect(example.shape(), written, example.dataPointer()))
        .isEqualTo(Values.expect(example.shape(), example.data(), example.dataPointer()));
    assertThat(names(example.data())).containsAll(names(written));
    if (example.vendor() == Vendor.SMARTPHONE_KEY) {
      assertThat(event(data).deviations()).isEmpty();
    }
    assertThat(event(data).data()).isEqualTo(data);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @MethodSource("everyShape")
  void isEqualOnlyIfAllFieldsAreEqual(Shape shape) {
    List<Object> different = new ArrayList<>();
    different.add(new RandomData(SEED.random(shape.name()), 0).build(shape));
    for (Field field : shape.fields()) {
      Object value = new RandomData(SEED.random(field.name()), 1).value(shape.vendor(), field);
      different.add(only(shape, field, value));
      if (field.nullDiffers()) {
        Object builder = RandomData.builder(shape);
        RandomData.step(builder, field.accessor() + "Null");
        different.add(RandomData.step(builder, "build"));
      }
      assertThat(only(shape, field, value))
          .isEqualTo(only(shape, field, value))
          .hasSameHashCodeAs(only(shape, field, value))
          .hasToString(only(shape, field, value).toString());
    }

    for (int i = 0; i < different.size(); i++) {
      assertThat(different.get(i)).isNotEqualTo(null).isNotEqualTo("text");
      for (int j = 0; j < different.size(); j++) {
        assertThat(different.get(i).equals(different.get(j)))
            .as("%s %d %d", SEED, i, j)
            .isEqualTo(i == j);
      }
    }
  }

  private static Object only(Shape shape, Field field, Object value) {
    Object builder = RandomData.builder(shape);
    RandomData.step(builder, field.accessor(), value);
    return RandomData.step(builder, "build");
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void missesTheSameFieldsInBuiltDataAsInParsedData(Shape type) {
    EventData nothing = new RandomData(new Random(0), 0).of(type);

    Map<String, Object> built = Values.read(type, nothing);

    assertThat(built).isEqualTo(Values.read(type, event(nothing).data()));
  }

  @Test
  void builtDataIsIndependentOfItsBuilderAndLists() {
    List<String> users = new ArrayList<>(List.of("u-1"));
    TempKeyCreated.Builder builder = TempKeyCreated.builder().allowedUserIds(users);
    TempKeyCreated key = builder.build();
    users.add("u-2");
    builder.tempKeyUuid("t-2");

    assertThat(key.allowedUserIds()).contains(List.of("u-1"));
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(key::tempKeyUuid);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> key.allowedUserIds().orElseThrow().add("u-3"));
  }

  @Test
  void returnsUnmodifiableLists() {
    LockCreated lock = (LockCreated) Vendor.SMARTPHONE_KEY.example("LockCreated").parse().data();
    LockKey key = lock.keys().orElseThrow().get(0);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> lock.keys().orElseThrow().add(key));
  }

  // Three states: absent, null, a number

  @Test
  void distinguishesAbsentNullAndNumericLimitsOfUses() {
    assertMaxUses("", OptionalLong.empty(), false);
    assertMaxUses("\"maxUses\":null", OptionalLong.empty(), true);
    assertMaxUses("\"maxUses\":5", OptionalLong.of(5), false);
    assertMaxUses("\"maxUses\":\"5\"", OptionalLong.of(5), false);
    assertMaxUses("\"maxUses\":\"many\"", OptionalLong.empty(), false);
    assertMaxUses("\"maxUses\":5,\"maxUses\":null", OptionalLong.empty(), true);
    assertMaxUses("\"maxUses\":null,\"maxUses\":5", OptionalLong.of(5), false);
    assertMaxUses("\"maxUses\":null,\"maxUses\":[null]", OptionalLong.empty(), false);
  }

  private static void assertMaxUses(String field, OptionalLong maxUses, boolean isNull) {
    TempKeyCreated created = (TempKeyCreated) parse("TempKeyCreated", "{" + field + "}");
    TempKeyChanges changes =
        ((TempKeyUpdated) parse("TempKeyUpdated", "{\"changes\":{" + field + "}}")).changes();

    assertThat(created.maxUses()).as(field).isEqualTo(maxUses);
    assertThat(created.isMaxUsesNull()).as(field).isEqualTo(isNull);
    assertThat(changes.maxUses()).as(field).isEqualTo(maxUses);
    assertThat(changes.isMaxUsesNull()).as(field).isEqualTo(isNull);
    assertThat(event(created).data()).as(field).isEqualTo(created);
  }

  @Test
  void buildsAllThreeLimitsOfUses() {
    TempKeyChanges absent = TempKeyChanges.builder().build();
    TempKeyChanges none = TempKeyChanges.builder().maxUses(5L).maxUsesNull().build();
    TempKeyChanges five = TempKeyChanges.builder().maxUsesNull().maxUses(5L).build();

    assertThat(List.of(absent, none, five)).doesNotHaveDuplicates();
    assertThat(five.isMaxUsesNull()).isFalse();
    for (TempKeyChanges changes : List.of(absent, none, five)) {
      TempKeyUpdated updated = TempKeyUpdated.builder().changes(changes).build();
      assertThat(((TempKeyUpdated) event(updated).data()).changes()).isEqualTo(changes);
    }
    assertThat(TempKeyUpdated.builder().changes(none).build().toJson().text())
        .isEqualTo("{\"changes\":{\"maxUses\":null}}");
  }

  // The envelope

  @Test
  void buildsTheEnvelopeOfSmartphoneKey() {
    KeyAdded key =
        KeyAdded.builder()
            .lockId(4321L)
            .uuid("u-1")
            .keyUuid("k-1")
            .timestamp(Instant.parse("2026-03-03T10:02:05.377Z"))
            .build();
    SmartphoneKeyEvent event =
        SmartphoneKeyEvent.builder(key)
            .id("e \"1\"")
            .time(Instant.parse("2026-03-03T10:02:06Z"))
            .partnerId("acme-corp")
            .aggregate(AggregateType.USER, "a-1", 18)
            .build();

    assertThat(event.data()).isEqualTo(key);
    assertThat(event.id()).isEqualTo("e \"1\"");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-03-03T10:02:06Z"));
    assertThat(event.partnerId()).contains("acme-corp");
    assertThat(event.aggregate().orElseThrow().type()).isEqualTo(AggregateType.USER);
    assertThat(event.aggregate().orElseThrow().id()).isEqualTo("a-1");
    assertThat(event.aggregate().orElseThrow().version()).isEqualTo(18);
    assertThat(event.deviations()).isEmpty();
    assertThat(SmartphoneKeyEvents.parser().parseUnverified(event.raw().toByteArray()))
        .isEqualTo(event);
  }

  @Test
  void buildsTheEnvelopeOfSchlageHome() {
    CommandSucceeded command =
        CommandSucceeded.builder()
            .commandId("c-1")
            .commandType(CommandType.ADD_ACCESS_CODE)
            .clientId("client")
            .build();
    SchlageHomeEvent event =
        SchlageHomeEvent.builder(command)
            .id("e-1")
            .deviceId("d-1")
            .time(Instant.parse("2026-03-03T10:02:06Z"))
            .build();

    assertThat(event.data()).isEqualTo(command);
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.deviceId()).isEqualTo("d-1");
    assertThat(event.eventType().value()).isEqualTo("CommandUpdate");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-03-03T10:02:06Z"));
    assertThat(event.deviations()).isEmpty();
    assertThat(SchlageHomeEvents.parser().parseUnverified(event.raw().toByteArray()))
        .isEqualTo(event);
  }

  @Test
  void hasNoEventAroundDataOfAnUnrecognizedType() {
    SmartphoneKeyData data =
        SmartphoneKeyEvents.parser()
            .parseUnverified("{\"detail-type\":\"New\",\"detail\":{}}".getBytes(UTF_8))
            .data();

    assertThatIllegalArgumentException().isThrownBy(() -> SmartphoneKeyEvent.builder(data));
  }

  // Data of a hostile sender, and the JSON of such data

  @Test
  void writesJsonForDataThatViolatesTheSchema() throws Exception {
    for (String value :
        List.of(
            "\"no json\"",
            "\"\\ud800\"",
            "[1,2]",
            "4.5",
            "true",
            "{\"a\":[{}]}",
            "1e999",
            "1e-999",
            "99999999999999999999",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "9223372036854775807")) {
      for (Shape type : Vendor.SMARTPHONE_KEY.types().values()) {
        List<String> members = new ArrayList<>();
        type.fields().forEach(field -> members.add("\"" + field.name() + "\":" + value));
        String event =
            Vendor.SMARTPHONE_KEY.types().entrySet().stream()
                .filter(entry -> entry.getValue().equals(type))
                .findFirst()
                .orElseThrow()
                .getKey();
        EventData data = parse(event, "{" + String.join(",", members) + "}");

        assertIsJson(data.toJson(), type + " of " + value);
        assertThat(Values.read(type, event(data).data()))
            .as("%s of %s", type, value)
            .isEqualTo(Values.read(type, data));
      }
    }
  }

  private static void assertIsJson(RawJson json, String description) throws IOException {
    assertThat(JSON.readTree(json.text()).isObject()).as(description).isTrue();
  }

  @Test
  void keepsExtremeTimes() {
    for (String time : List.of("+292278995-01-01T00:00:00Z", "-292275056-01-01T00:00:00Z")) {
      MatterPinSet pin = (MatterPinSet) parse("MatterPinSet", "{\"timestamp\":\"" + time + "\"}");

      assertThat(pin.timestamp()).isEqualTo(Instant.parse(time));
      assertThat(((MatterPinSet) event(pin).data()).timestamp()).isEqualTo(Instant.parse(time));
    }
  }

  @Test
  void keepsTheBytesOfAShadowThatIsAnObject() {
    ReportedShadowUpdated shadow =
        (ReportedShadowUpdated)
            parse("ReportedShadowUpdated", "{\"reported\": { \"1/6/0\" :  1.50 } }");

    assertThat(shadow.reported().text()).isEqualTo("{ \"1/6/0\" :  1.50 }");
    assertThat(((ReportedShadowUpdated) event(shadow).data()).reported())
        .isEqualTo(shadow.reported());
  }

  @Test
  void pointsToTheRightPlaceInFlatDataToo() {
    assertThatExceptionOfType(MissingFieldException.class)
        .isThrownBy(() -> ShadowUpdate.builder().build().thingName())
        .satisfies(missing -> assertThat(missing.pointer()).isEqualTo("/detail/thingName"));
  }

  private static SmartphoneKeyData parse(String type, String data) {
    String detail =
        Vendor.SMARTPHONE_KEY.dataPointer(type).equals("/detail")
            ? data
            : "{\"data\":" + data + "}";
    String body = "{\"detail-type\":\"" + type + "\",\"detail\":" + detail + "}";
    return SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8)).data();
  }
}
