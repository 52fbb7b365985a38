package dev.keyhook.events.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.internal.event.DeferringParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of version 1 are parsed as events with unrecognized data. */
class VersionOneTest {

  private static final String UNLOCKED =
      "{\"id\":\"v1-17\",\"subject\":\"devices/d-1\",\"data\":{\"deviceId\":\"d-1\","
          + "\"deviceName\":\"Front door\",\"eventType\":\"AccessCode\",\"lockState\":\"Unlocked\","
          + "\"accessCode\":{\"name\":\"Ada\"}}}";

  private static SchlageHomeEvent parse(String body) {
    return SchlageHomeEvents.parser().parseUnverified(body.getBytes(UTF_8));
  }

  @Test
  void readsASingleEvent() {
    SchlageHomeEvent event = parse(UNLOCKED);

    assertThat(event.id()).isEqualTo("v1-17");
    assertThat(event.type()).isEqualTo("AccessCode");
    assertThat(event.subject()).contains("d-1");
    assertThat(event.deviceId()).isEqualTo("d-1");
    assertThat(event.version()).contains("1.0");
    assertThat(event.isRecognized()).isFalse();
    assertThat(event.data().toJson().text()).contains("\"deviceName\":\"Front door\"");
    assertThat(event.raw().text()).isEqualTo(UNLOCKED);
    assertThat(event)
        .hasToString("SchlageHomeEvent[type=AccessCode, id=v1-17, time=null]")
        .isEqualTo(parse(UNLOCKED));
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(event::time);
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(event::eventType);
    assertThat(event.deviations())
        .map(Deviation::toString)
        .containsExactly(
            "UNKNOWN_FIELD at /id",
            "UNKNOWN_FIELD at /subject",
            "MISSING_FIELD at /eventId",
            "MISSING_FIELD at /time",
            "MISSING_FIELD at /eventType",
            "MISSING_FIELD at /trigger",
            "UNKNOWN_TYPE at /data/eventType");
  }

  @Test
  void readsTheElementsOfAnArray() {
    String body = "[" + UNLOCKED + ", " + UNLOCKED.replace("v1-17", "v1-18") + "]";
    VerifiedDelivery delivery =
        VerifiedDelivery.fromTrustedStorage(
            WebhookRequest.of("POST", Map.of(), body.getBytes(UTF_8)), "#1");

    assertThat(SchlageHomeEvents.parser().split(delivery))
        .map(part -> SchlageHomeEvents.parser().parse(part).id())
        .containsExactly("v1-17", "v1-18");
  }

  @Test
  void routesItByTheNameOfItsCause() {
    List<String> handled = new ArrayList<>();
    var router =
        SchlageHomeEvents.router()
            .on("AccessCode", event -> handled.add("code " + event.subject().orElseThrow()))
            .on(DeviceLockStateChanged.class, (lock, event) -> handled.add("lock"))
            .otherwise(event -> handled.add("other " + event.type()))
            .build();

    router.handle(router.parser().parseUnverified(UNLOCKED.getBytes(UTF_8)));
    router.handle(parse(UNLOCKED.replace("\"AccessCode\"", "\"DeviceLockStateChanged\"")));

    assertThat(handled).containsExactly("code d-1", "other DeviceLockStateChanged");
  }

  @Test
  void isTheSameEventIfItsDataIsDeferred() {
    SchlageHomeEvent later =
        DeferringParser.deferring(SchlageHomeEvents.parser(), type -> true)
            .parseUnverified(UNLOCKED.getBytes(UTF_8));

    assertThat(later).isEqualTo(parse(UNLOCKED));
    assertThat(later.deviations()).isEqualTo(parse(UNLOCKED).deviations());
    assertThat(later.data()).isEqualTo(parse(UNLOCKED).data());
  }

  @Test
  void readsItsFieldsInAnyOrderAndOfAnyType() {
    SchlageHomeEvent event =
        parse(
            "{\"data\":{\"eventType\":\"Thumbturn\",\"deviceId\":7},\"id\":17,\"version\":\"1\"}");

    assertThat(event.id()).isEqualTo("17");
    assertThat(event.subject()).contains("7");
    assertThat(event.version()).contains("1");

    SchlageHomeEvent bare = parse("{\"data\":{\"eventType\":\"Thumbturn\"},\"id\":{}}");

    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(bare::id);
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(bare::deviceId);
    assertThat(bare.subject()).isEmpty();
  }

  @Test
  void doesNotOverruleATrigger() {
    SchlageHomeEvent event =
        parse(
            "{\"id\":\"x\",\"trigger\":\"DeviceLockStateChanged\","
                + "\"data\":{\"eventType\":\"AccessCode\"}}");

    assertThat(event.type()).isEqualTo("DeviceLockStateChanged");
    assertThatExceptionOfType(MissingFieldException.class).isThrownBy(event::id);
    assertThat(event.version()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\"}",
        "{\"id\":\"x\",\"data\":null}",
        "{\"id\":\"x\",\"data\":[]}",
        "{\"id\":\"x\",\"data\":{}}",
        "{\"id\":\"x\",\"data\":{\"eventType\":7}}",
        "{\"id\":\"x\",\"data\":{\"eventType\":\"\"}}",
        "{\"id\":\"x\",\"data\":{\"eventType\":null}}",
        "{\"data\":{\"eventType\":\"AccessCode\"}}",
        "{\"id\":\"x\",\"eventId\":\"y\",\"data\":{\"eventType\":\"AccessCode\"}}",
        "{\"id\":\"x\",\"trigger\":\"\",\"data\":{\"eventType\":\"AccessCode\"}}",
      })
  void rejectsOtherObjectsWithoutATrigger(String body) {
    assertThatExceptionOfType(MalformedEventException.class)
        .isThrownBy(() -> parse(body))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(MalformedEventException.Reason.NO_TYPE));
  }
}
