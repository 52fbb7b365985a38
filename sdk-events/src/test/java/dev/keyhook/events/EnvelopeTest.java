package dev.keyhook.events;

import static dev.keyhook.Deviation.Kind.CONVERTED;
import static dev.keyhook.Deviation.Kind.DUPLICATE_FIELD;
import static dev.keyhook.Deviation.Kind.MISSING_FIELD;
import static dev.keyhook.Deviation.Kind.UNEXPECTED_NULL;
import static dev.keyhook.Deviation.Kind.UNKNOWN_FIELD;
import static dev.keyhook.Deviation.Kind.UNKNOWN_VALUE;
import static dev.keyhook.Deviation.Kind.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Deviation;
import dev.keyhook.MissingFieldException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AggregateType;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.KeyRemoved;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The envelope is read leniently. A missing field matters only when its accessor is called. */
class EnvelopeTest {

  private static final String DATA =
      "{\"type\":\"KeyAdded\",\"lockId\":4321,\"uuid\":\"u-1\",\"timestamp\":\"2026-03-03T10:02:05Z\","
          + "\"keyUuid\":\"k-1\"}";
  private static final String DETAIL =
      "{\"partnerId\":\"acme-corp\",\"aggregateType\":\"lock\",\"aggregateId\":\"a-1\","
          + "\"version\":18,\"timestamp\":1772532125414,\"data\":"
          + DATA
          + "}";
  private static final String KEY_ADDED =
      "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"KeyAdded\",\"source\":\"spk.api\","
          + "\"account\":\"012345678901\",\"time\":\"2026-03-03T10:02:06Z\",\"region\":\"eu-west-1\","
          + "\"resources\":[\"arn:1\",\"arn:2\"],\"detail\":"
          + DETAIL
          + "}";
  private static final String LOCKED =
      "{\"eventId\":\"e-1\",\"deviceId\":\"d-1\",\"time\":\"2026-05-04T17:31:08.000Z\","
          + "\"eventType\":\"DeviceUpdate\",\"trigger\":\"DeviceLockStateChanged\","
          + "\"data\":{\"lockState\":\"Locked\"},\"version\":\"2.0\"}";

  private static SmartphoneKeyEvent key(String body) {
    return SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8));
  }

  private static SchlageHomeEvent home(String body) {
    return SchlageHomeEvents.parser().parseUnverified(body.getBytes(UTF_8));
  }

  private static void assertMissing(String pointer, ThrowingCallable accessor) {
    assertThatExceptionOfType(MissingFieldException.class)
        .isThrownBy(accessor)
        .satisfies(missing -> assertThat(missing.pointer()).isEqualTo(pointer));
  }

  private static Deviation deviation(Deviation.Kind kind, String pointer) {
    return Deviation.of(kind, pointer);
  }

  // SmartphoneKey

  @Test
  void readsEveryFieldOfAnEventBridgeEnvelope() {
    SmartphoneKeyEvent event = key(KEY_ADDED);

    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.type()).isEqualTo("KeyAdded");
    assertThat(event.source()).isEqualTo("spk.api");
    assertThat(event.account()).contains("012345678901");
    assertThat(event.region()).contains("eu-west-1");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-03-03T10:02:06Z"));
    assertThat(event.resources()).containsExactly("arn:1", "arn:2");
    assertThat(event.partnerId()).contains("acme-corp");
    assertThat(event.aggregate().orElseThrow().type()).isEqualTo(AggregateType.LOCK);
    assertThat(event.aggregate().orElseThrow().id()).isEqualTo("a-1");
    assertThat(event.aggregate().orElseThrow().version()).isEqualTo(18);
    assertThat(event.aggregate().orElseThrow().timestamp())
        .isEqualTo(Instant.ofEpochMilli(1772532125414L));
    assertThat(event.deviations()).isEmpty();
  }

  @Test
  void throwsForMissingFieldsOfTheEnvelopeOnlyOnAccess() {
    SmartphoneKeyEvent event =
        key("{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":" + DATA + "}}");

    assertMissing("/id", event::id);
    assertMissing("/time", event::time);
    assertMissing("/source", event::source);
    assertThat(event.account()).isEmpty();
    assertThat(event.region()).isEmpty();
    assertThat(event.resources()).isEmpty();
    assertThat(event.partnerId()).isEmpty();
    assertThat(event.aggregate()).isEmpty();
    assertThat(((KeyAdded) event.data()).keyUuid()).isEqualTo("k-1");
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            deviation(MISSING_FIELD, "/id"),
            deviation(MISSING_FIELD, "/time"),
            deviation(MISSING_FIELD, "/source"),
            deviation(MISSING_FIELD, "/detail/partnerId"),
            deviation(MISSING_FIELD, "/detail/aggregateType"),
            deviation(MISSING_FIELD, "/detail/aggregateId"),
            deviation(MISSING_FIELD, "/detail/version"),
            deviation(MISSING_FIELD, "/detail/timestamp"));
    assertThat(event).hasToString("SmartphoneKeyEvent[type=KeyAdded, id=null, time=null]");
  }

  @Test
  void throwsForMissingPartsOfAnAggregateOnlyOnAccess() {
    SmartphoneKeyEvent event =
        key(
            KEY_ADDED
                .replace("\"aggregateId\":\"a-1\",", "")
                .replace("\"version\":18,", "\"version\":null,")
                .replace("1772532125414", "\"yesterday\""));

    assertThat(event.aggregate().orElseThrow().type()).isEqualTo(AggregateType.LOCK);
    assertMissing("/detail/aggregateId", () -> event.aggregate().orElseThrow().id());
    assertMissing("/detail/version", () -> event.aggregate().orElseThrow().version());
    assertMissing("/detail/timestamp", () -> event.aggregate().orElseThrow().timestamp());
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            deviation(MISSING_FIELD, "/detail/aggregateId"),
            deviation(MISSING_FIELD, "/detail/version"),
            deviation(UNREADABLE, "/detail/timestamp"));
  }

  @Test
  void readsAnEnvelopeWhoseTypesChanged() {
    SmartphoneKeyEvent event =
        key(
            KEY_ADDED
                .replace("\"version\":\"0\"", "\"version\":1")
                .replace("\"id\":\"e-1\"", "\"id\":17")
                .replace("\"spk.api\"", "true")
                .replace("\"012345678901\"", "12345678901")
                .replace("\"2026-03-03T10:02:06Z\"", "1772532126000")
                .replace("\"eu-west-1\"", "-1.5e0")
                .replace("\"partnerId\":\"acme-corp\"", "\"partnerId\":42")
                .replace("\"aggregateType\":\"lock\"", "\"aggregateType\":7")
                .replace("\"aggregateId\":\"a-1\"", "\"aggregateId\":123")
                .replace("\"version\":18", "\"version\":\"18\"")
                .replace("1772532125414", "\"2026-03-03T10:02:05.414Z\""));

    assertThat(event.id()).isEqualTo("17");
    assertThat(event.source()).isEqualTo("true");
    assertThat(event.account()).contains("12345678901");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-03-03T10:02:06Z"));
    assertThat(event.region()).contains("-1.5e0");
    assertThat(event.partnerId()).contains("42");
    assertThat(event.aggregate().orElseThrow().type().value()).isEqualTo("7");
    assertThat(event.aggregate().orElseThrow().id()).isEqualTo("123");
    assertThat(event.aggregate().orElseThrow().version()).isEqualTo(18);
    assertThat(event.aggregate().orElseThrow().timestamp())
        .isEqualTo(Instant.parse("2026-03-03T10:02:05.414Z"));
    assertThat(event.deviations())
        .filteredOn(deviation -> deviation.kind() == CONVERTED)
        .map(Deviation::pointer)
        .containsExactlyInAnyOrder(
            "/version",
            "/id",
            "/source",
            "/account",
            "/time",
            "/region",
            "/detail/partnerId",
            "/detail/aggregateType",
            "/detail/aggregateId",
            "/detail/version",
            "/detail/timestamp");
  }

  @Test
  void readsAnEnvelopeOfNulls() {
    SmartphoneKeyEvent event =
        key(
            "{\"version\":null,\"id\":null,\"detail-type\":\"KeyAdded\",\"source\":null,"
                + "\"account\":null,\"time\":null,\"region\":null,\"resources\":null,"
                + "\"replay-name\":null,\"detail\":{\"partnerId\":null,\"aggregateType\":null,"
                + "\"aggregateId\":null,\"version\":null,\"timestamp\":null,\"data\":"
                + DATA
                + "}}");

    assertMissing("/id", event::id);
    assertMissing("/time", event::time);
    assertMissing("/source", event::source);
    assertThat(event.account()).isEmpty();
    assertThat(event.region()).isEmpty();
    assertThat(event.resources()).isEmpty();
    assertThat(event.partnerId()).isEmpty();
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            deviation(UNEXPECTED_NULL, "/version"),
            deviation(MISSING_FIELD, "/id"),
            deviation(MISSING_FIELD, "/source"),
            deviation(UNEXPECTED_NULL, "/account"),
            deviation(MISSING_FIELD, "/time"),
            deviation(UNEXPECTED_NULL, "/region"),
            deviation(UNEXPECTED_NULL, "/resources"),
            deviation(UNEXPECTED_NULL, "/replay-name"),
            deviation(MISSING_FIELD, "/detail/partnerId"),
            deviation(MISSING_FIELD, "/detail/aggregateType"),
            deviation(MISSING_FIELD, "/detail/aggregateId"),
            deviation(MISSING_FIELD, "/detail/version"),
            deviation(MISSING_FIELD, "/detail/timestamp"));
  }

  @Test
  void readsAnEnvelopeOfObjectsAndArrays() {
    SmartphoneKeyEvent event =
        key(
            "{\"version\":{},\"id\":[],\"detail-type\":\"KeyAdded\",\"source\":{\"a\":[]},"
                + "\"account\":[{}],\"time\":{},\"region\":[1],\"resources\":{},"
                + "\"detail\":{\"partnerId\":{},\"aggregateType\":[],\"aggregateId\":{},"
                + "\"version\":[],\"timestamp\":{},\"data\":"
                + DATA
                + "}}");

    assertMissing("/id", event::id);
    assertMissing("/time", event::time);
    assertMissing("/source", event::source);
    assertThat(event.account()).isEmpty();
    assertThat(event.region()).isEmpty();
    assertThat(event.resources()).isEmpty();
    assertThat(event.partnerId()).isEmpty();
    assertThat(event.aggregate()).isEmpty();
    assertThat(event.deviations()).hasSize(12).allMatch(d -> d.kind() == UNREADABLE);
  }

  @Test
  void listsNoMoreThan100Deviations() {
    String unknown =
        IntStream.range(0, 150).mapToObj(i -> "\"x" + i + "\":0,").collect(Collectors.joining());
    String inData = KEY_ADDED.replace("\"data\":{", "\"data\":{" + unknown);
    String around = KEY_ADDED.replace("\"version\":\"0\",", unknown);
    String both = inData.replace("\"version\":\"0\",", "\"a\":0,\"b\":0,\"c\":0,");

    for (String body : List.of(inData, around, both)) {
      byte[] bytes = body.getBytes(UTF_8);
      SmartphoneKeyEvent later =
          Vendor.deferring(SmartphoneKeyEvents.parser()).parseUnverified(bytes);

      assertThat(key(body).deviations()).hasSize(100);
      assertThat(later.deviations()).hasSize(100);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> later.deviations().clear());
    }
  }

  @Test
  void acceptsTheNameOfAReplayAndListsOtherExtras() {
    SmartphoneKeyEvent event =
        key(
            KEY_ADDED.substring(0, KEY_ADDED.length() - 1)
                + ",\"replay-name\":\"march\",\"trace-header\":\"Root=1\",\"event-bus-name\":null}");

    assertThat(event.deviations())
        .containsExactly(
            deviation(UNKNOWN_FIELD, "/trace-header"), deviation(UNKNOWN_FIELD, "/event-bus-name"));
  }

  @Test
  void usesTheTypeOfTheEnvelopeNotTheOneOfTheData() {
    SmartphoneKeyEvent event =
        key(KEY_ADDED.replace("\"detail-type\":\"KeyAdded\"", "\"detail-type\":\"KeyRemoved\""));

    assertThat(event.data()).isInstanceOf(KeyRemoved.class);
    assertThat(event.deviations()).contains(deviation(UNKNOWN_VALUE, "/detail/data/type"));
  }

  @Test
  void replacesAnEarlierDetail() {
    SmartphoneKeyEvent event =
        key(
            "{\"detail-type\":\"KeyAdded\",\"detail\":"
                + DETAIL
                + ",\"detail\":{\"data\":{\"keyUuid\":\"k-2\"}}}");

    assertThat(event.partnerId()).isEmpty();
    assertThat(event.aggregate()).isEmpty();
    assertThat(((KeyAdded) event.data()).keyUuid()).isEqualTo("k-2");
    assertMissing("/detail/data/lockId", ((KeyAdded) event.data())::lockId);
    assertThat(event.deviations()).contains(deviation(DUPLICATE_FIELD, "/detail"));
  }

  @Test
  void replacesAnEarlierDataOfAnotherShape() {
    SmartphoneKeyEvent event =
        key(KEY_ADDED.replace("\"data\":", "\"data\":{\"keyUuid\":\"old\"},\"data\":"));

    assertThat(((KeyAdded) event.data()).keyUuid()).isEqualTo("k-1");
    assertThat(event.deviations()).contains(deviation(DUPLICATE_FIELD, "/detail/data"));
  }

  @Test
  void dropsAnEarlierDataWhenTheLastOneIsNull() {
    SmartphoneKeyEvent event =
        key(KEY_ADDED.replace("\"data\":" + DATA, "\"data\":" + DATA + ",\"data\":null"));

    assertThat(event.data()).isInstanceOf(KeyAdded.class);
    assertThatExceptionOfType(MissingFieldException.class)
        .isThrownBy(((KeyAdded) event.data())::keyUuid);
  }

  @Test
  void readsTheDetailAsTheLastTypeSays() {
    SmartphoneKeyEvent event =
        key(
            "{\"detail-type\":\"KeyAdded\",\"detail\":{\"thingName\":\"t-1\",\"aggregateType\":\"lock\",\"partnerId\":\"acme-corp\"},\"detail-type\":\"Shadow"
                + " Update\"}");

    assertThat(event.type()).isEqualTo("Shadow Update");
    assertThat(((ShadowUpdate) event.data()).thingName()).isEqualTo("t-1");
    assertThat(event.partnerId()).contains("acme-corp");
    assertThat(event.aggregate()).isEmpty();
    assertThat(event.deviations()).contains(deviation(DUPLICATE_FIELD, "/detail-type"));
  }

  @Test
  void isARecognizedEventWithoutValuesWhenTheDataIsMissing() {
    for (String data : List.of("null", "\"text\"", "[]", "7")) {
      SmartphoneKeyEvent event = key(KEY_ADDED.replace(DATA, data));

      assertThat(event.isRecognized()).isTrue();
      assertThat(event.data()).isInstanceOf(KeyAdded.class);
      assertThat(event.partnerId()).contains("acme-corp");
      assertThatExceptionOfType(MissingFieldException.class)
          .isThrownBy(((KeyAdded) event.data())::keyUuid);
      assertThat(event.deviations()).map(Deviation::pointer).contains("/detail/data");
    }
  }

  @Test
  void readsDataThatTheVendorPutsDirectlyIntoTheDetail() {
    for (String data : List.of("", ",\"data\":null")) {
      SmartphoneKeyEvent event =
          key(
              "{\"detail-type\":\"KeyAdded\",\"detail\":{\"partnerId\":\"acme-corp\","
                  + "\"lockId\":4321,\"keyUuid\":\"k-1\""
                  + data
                  + "}}");
      KeyAdded added = (KeyAdded) event.data();

      assertThat(event.partnerId()).contains("acme-corp");
      assertThat(added.lockId()).isEqualTo(4321);
      assertThat(added.keyUuid()).isEqualTo("k-1");
      assertMissing("/detail/uuid", added::uuid);
      assertThat(event.deviations()).contains(deviation(MISSING_FIELD, "/detail/data"));
    }
  }

  @Test
  void readsTheSameEventFromItsOwnRawBytesWithAnyWhiteSpaceAround() {
    for (String space : List.of("", " ", "\n", "\r\n\t  ")) {
      byte[] body = (space + KEY_ADDED + space).getBytes(UTF_8);
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);

      assertThat(event.raw().toByteArray()).as("with '%s'", space).isEqualTo(body);
      assertThat(event).isEqualTo(SmartphoneKeyEvents.parser().parseUnverified(body));
      assertThat(event.resources()).containsExactly("arn:1", "arn:2");
    }
  }

  @Test
  void isEqualToAnEventOfTheSameBytesOnly() {
    assertThat(key(KEY_ADDED)).isEqualTo(key(KEY_ADDED)).hasSameHashCodeAs(key(KEY_ADDED));
    assertThat(key(KEY_ADDED)).isNotEqualTo(key(KEY_ADDED.replace("e-1", "e-2")));
    assertThat(key(KEY_ADDED)).isNotEqualTo(key(KEY_ADDED + " "));
    assertThat(key(KEY_ADDED)).isNotEqualTo(null).isNotEqualTo(home(LOCKED));
    assertThat(home(LOCKED)).isEqualTo(home(LOCKED)).hasSameHashCodeAs(home(LOCKED));
    assertThat(home(LOCKED)).isNotEqualTo(home(LOCKED.replace("e-1", "e-2")));
    assertThat(key(KEY_ADDED).aggregate())
        .isEqualTo(key(KEY_ADDED).aggregate())
        .hasSameHashCodeAs(key(KEY_ADDED).aggregate())
        .isNotEqualTo(key(KEY_ADDED.replace("\"version\":18", "\"version\":19")).aggregate());
  }

  @Test
  void isNotChangedByALaterChangeOfTheBody() {
    byte[] body = KEY_ADDED.getBytes(UTF_8);
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
    java.util.Arrays.fill(body, (byte) 'x');

    assertThat(event.source()).isEqualTo("spk.api");
    assertThat(event.raw().text()).isEqualTo(KEY_ADDED);
  }

  @Test
  void parsesAVerifiedDeliveryLikeItsBody() {
    DeliveryVerifier everyone =
        new DeliveryVerifier() {
          @Override
          protected String authenticate(WebhookRequest request) {
            return "everyone";
          }
        };
    byte[] keyAdded = KEY_ADDED.getBytes(UTF_8);
    byte[] locked = LOCKED.getBytes(UTF_8);

    assertThat(
            SmartphoneKeyEvents.parser()
                .parse(everyone.verify(WebhookRequest.of("POST", Map.of(), keyAdded))))
        .isEqualTo(key(KEY_ADDED));
    assertThat(
            SchlageHomeEvents.parser()
                .parse(everyone.verify(WebhookRequest.of("POST", Map.of(), locked))))
        .isEqualTo(home(LOCKED));
  }

  @Test
  void printsNoControlCharactersOfTheSender() {
    String forged = "x\\r\\n2026-01-01 ERROR forged\\u001b[31m\\u0085";
    SmartphoneKeyEvent event =
        key(
            KEY_ADDED
                .replace("e-1", forged)
                .replace("\"lock\"", "\"" + forged + "\"")
                .replace("a-1", forged)
                .replace("u-1", forged));
    SmartphoneKeyEvent unknown =
        key("{\"detail-type\":\"" + forged + "\",\"detail\":{\"\\n\":1},\"\\n\":1}");
    SchlageHomeEvent home =
        home(LOCKED.replace("e-1", forged).replace("\"Locked\"", "\"" + forged + "\""));

    assertThat(event.id()).contains("\r\n").contains("\u0085");
    for (Object printed :
        List.of(
            event,
            event.data(),
            event.aggregate().orElseThrow(),
            unknown,
            unknown.deviations(),
            home,
            home.data())) {
      assertThat(printed.toString().chars().noneMatch(Character::isISOControl))
          .as(printed.getClass().getSimpleName())
          .isTrue();
    }
    assertThat(event.toString()).contains("x??2026-01-01 ERROR forged?[31m?");
  }

  // Schlage Home

  @Test
  void readsEveryFieldOfASchlageHomeEnvelope() {
    SchlageHomeEvent event = home(LOCKED);

    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.deviceId()).isEqualTo("d-1");
    assertThat(event.type()).isEqualTo("DeviceLockStateChanged");
    assertThat(event.eventType().value()).isEqualTo("DeviceUpdate");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-05-04T17:31:08Z"));
    assertThat(event.version()).contains("2.0");
    assertThat(event.data()).isInstanceOf(DeviceLockStateChanged.class);
    assertThat(event.deviations()).isEmpty();
    assertThat(event)
        .hasToString(
            "SchlageHomeEvent[type=DeviceLockStateChanged, id=e-1, time=2026-05-04T17:31:08Z]");
  }

  @Test
  void throwsForMissingFieldsOfASchlageHomeEnvelopeOnlyOnAccess() {
    SchlageHomeEvent event = home("{\"trigger\":\"DeviceLockStateChanged\",\"data\":{}}");

    assertMissing("/eventId", event::id);
    assertMissing("/deviceId", event::deviceId);
    assertMissing("/time", event::time);
    assertMissing("/eventType", event::eventType);
    assertThat(event.version()).isEmpty();
    assertThat(((DeviceLockStateChanged) event.data()).lockState()).isEmpty();
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            deviation(MISSING_FIELD, "/eventId"),
            deviation(MISSING_FIELD, "/time"),
            deviation(MISSING_FIELD, "/eventType"));
  }

  @Test
  void routesBySchlageHomesTriggerAndNotByItsGroup() {
    SchlageHomeEvent event = home(LOCKED.replace("DeviceUpdate", "UserUpdate"));

    assertThat(event.data()).isInstanceOf(DeviceLockStateChanged.class);
    assertThat(event.eventType().isKnown()).isFalse();
    assertThat(event.deviations()).containsExactly(deviation(UNKNOWN_VALUE, "/eventType"));
  }

  @Test
  void readsASchlageHomeEnvelopeWhoseTypesChanged() {
    SchlageHomeEvent event =
        home(
            LOCKED
                .replace("\"e-1\"", "17")
                .replace("\"d-1\"", "{}")
                .replace("\"2026-05-04T17:31:08.000Z\"", "\"2026-05-04T19:31:08+02:00\"")
                .replace("\"2.0\"", "2.0"));

    assertThat(event.id()).isEqualTo("17");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-05-04T17:31:08Z"));
    assertThat(event.version()).contains("2.0");
    assertMissing("/deviceId", event::deviceId);
    assertThat(event.deviations())
        .containsExactlyInAnyOrder(
            deviation(CONVERTED, "/eventId"),
            deviation(UNREADABLE, "/deviceId"),
            deviation(CONVERTED, "/version"));
  }

  @Test
  void readsSchlageHomesDataAsTheLastTriggerSays() {
    SchlageHomeEvent event =
        home(
            "{\"trigger\":\"CommandSucceeded\",\"data\":{\"lockState\":\"Locked\"},"
                + "\"data\":{\"lockState\":\"Jammed\"},\"trigger\":\"DeviceLockStateChanged\"}");

    assertThat(((DeviceLockStateChanged) event.data()).lockState().orElseThrow().value())
        .isEqualTo("Jammed");
    assertThat(event.deviations())
        .contains(deviation(DUPLICATE_FIELD, "/trigger"), deviation(DUPLICATE_FIELD, "/data"));
  }

  @Test
  void keepsEveryByteOfASchlageHomeBody() {
    for (String space : List.of("", " ", "\r\n\t  ")) {
      byte[] body = (space + LOCKED + space).getBytes(UTF_8);

      assertThat(SchlageHomeEvents.parser().parseUnverified(body).raw().toByteArray())
          .as("with '%s'", space)
          .isEqualTo(body);
    }
  }
}
