package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.example.bell.BellData;
import com.example.bell.BellData.BatteryLow;
import com.example.bell.BellData.Knocked;
import com.example.bell.BellData.Other;
import com.example.bell.BellData.Powered;
import com.example.bell.BellData.Rung;
import com.example.bell.BellData.Visitor;
import com.example.bell.BellEvent;
import com.example.bell.BellEvents;
import dev.keyhook.EventParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlersTest {

  private final List<String> seen = new ArrayList<>();

  @Test
  void theMostSpecificHandlerGetsTheEvent() {
    WebhookReceiver receiver =
        builder()
            .on(BellData.class, (data, event) -> seen.add("root"))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .on(Rung.class, (data, event) -> seen.add("class"))
            .on("future", event -> seen.add("name"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    for (String type : List.of("rung", "knocked", "battery-low", "future", "unheard-of")) {
      receive(receiver, type);
    }

    assertThat(seen).containsExactly("class", "family", "root", "name", "otherwise");
  }

  @Test
  void theOrderOfRegistrationDoesNotMatter() {
    WebhookReceiver receiver =
        builder()
            .otherwise(event -> seen.add("otherwise"))
            .on(Rung.class, (data, event) -> seen.add("class"))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .on(BellData.class, (data, event) -> seen.add("root"))
            .build();

    for (String type : List.of("rung", "knocked", "battery-low")) {
      receive(receiver, type);
    }

    assertThat(seen).containsExactly("class", "family", "root");
  }

  @Test
  void aNameGoesBeforeTheFamilyThatALaterVersionMayPutItIn() {
    WebhookReceiver receiver =
        builder()
            .on("knocked", event -> seen.add("name"))
            .on(Visitor.class, (data, event) -> seen.add("family"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    receive(receiver, "knocked");

    assertThat(seen).containsExactly("name");
  }

  @Test
  void anUnrecognizedTypeGoesToItsNameOrOtherwiseButToNoFamily() {
    WebhookReceiver receiver =
        builder()
            .on(BellData.class, (data, event) -> seen.add("root"))
            .otherwise(event -> seen.add("otherwise"))
            .build();

    receive(receiver, "unheard-of");

    assertThat(seen).containsExactly("otherwise");
  }

  @Test
  void listsTheTypesToSubscribeTo() {
    assertThat(
            builder()
                .on(Powered.class, (data, event) -> {})
                .on("future", event -> {})
                .otherwise(event -> {})
                .build()
                .handledTypes())
        .containsExactly("battery-low", "future", "rung")
        .isUnmodifiable();
  }

  @Test
  void insistsOnOtherwise() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().on(Rung.class, (data, event) -> {}).build())
        .withMessageContaining("Call otherwise(...) before build()");
  }

  @Test
  void refusesToRegisterTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().on(Rung.class, (data, event) -> {}).on(Rung.class, (data, event) -> {}))
        .withMessageContaining("on(Rung.class, ...) is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().on("rung", event -> {}).on("rung", event -> {}))
        .withMessageContaining("on(\"rung\", ...) is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().otherwise(event -> {}).otherwise(event -> {}))
        .withMessageContaining("otherwise(...) is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().listener(new ReceiverListener() {}).listener(new ReceiverListener() {}))
        .withMessageContaining("listener(...) is there twice");
  }

  @Test
  void refusesAHandlerThatIsNeverReached() {
    assertThatIllegalStateException()
        .as("a name that a class covers")
        .isThrownBy(
            () ->
                builder()
                    .on(Rung.class, (data, event) -> {})
                    .on("rung", event -> {})
                    .otherwise(event -> {})
                    .build())
        .withMessageContaining("on(Rung.class, ...) would never be called");
    assertThatIllegalStateException()
        .as("a family whose classes all have handlers")
        .isThrownBy(
            () ->
                builder()
                    .on(Rung.class, (data, event) -> {})
                    .on(Knocked.class, (data, event) -> {})
                    .on(Visitor.class, (data, event) -> {})
                    .otherwise(event -> {})
                    .build())
        .withMessageContaining("on(Visitor.class, ...) would never be called");
  }

  @Test
  void refusesAChoiceBetweenTwoFamilies() {
    WebhookReceiver.Builder<BellData, BellEvent> builder =
        builder()
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .on(Powered.class, (data, event) -> seen.add("powered"))
            .otherwise(event -> {});

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("rung could go to")
        .withMessageContaining("register a handler for its own class");

    WebhookReceiver receiver = builder.on(Rung.class, (data, event) -> seen.add("rung")).build();
    receive(receiver, "rung");
    receive(receiver, "knocked");
    assertThat(seen).containsExactly("rung", "visitor");
  }

  @Test
  void aNameSettlesAChoiceBetweenTwoFamilies() {
    WebhookReceiver receiver =
        builder()
            .on(Visitor.class, (data, event) -> seen.add("visitor"))
            .on(Powered.class, (data, event) -> seen.add("powered"))
            .on("rung", event -> seen.add("rung"))
            .otherwise(event -> {})
            .build();

    receive(receiver, "rung");

    assertThat(seen).containsExactly("rung");
  }

  @Test
  void refusesAClassThatHasNoTypeAtThisVendor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().on(Other.class, (data, event) -> {}))
        .withMessageContaining("is no data of the vendor");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().on(" ", event -> {}));
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> builder().otherwise(null));
    assertThatNullPointerException().isThrownBy(() -> builder().on("rung", null));
    assertThatNullPointerException().isThrownBy(() -> builder().on(Rung.class, null));
    assertThatNullPointerException().isThrownBy(() -> builder().listener(null));
    assertThatNullPointerException().isThrownBy(() -> builder().idempotency(null));
    assertThatNullPointerException()
        .isThrownBy(() -> builder().otherwise(event -> {}).build().receive(null));
    assertThatNullPointerException()
        .isThrownBy(() -> WebhookReceiver.builder(null, BellEvents.parser()));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                WebhookReceiver.builder(InsecureVerification.acceptEveryone(), (BellParser) null));
  }

  private interface BellParser extends EventParser<BellEvent> {}

  @Test
  void aHandlerMayThrowWhatItWantsAndTakeASuperType() {
    DataHandler<BellData, Object> general =
        (data, event) -> {
          throw new IOException("checked");
        };
    EventHandler<Object> rest = event -> seen.add("otherwise");
    WebhookReceiver receiver = builder().on(BatteryLow.class, general).otherwise(rest).build();

    assertThat(receive(receiver, "battery-low")).isEqualTo(500);
    assertThat(receive(receiver, "rung")).isEqualTo(204);
    assertThat(seen).containsExactly("otherwise");
  }

  @Test
  void whatWasBuiltDoesNotChangeWithItsBuilder() {
    WebhookReceiver.Builder<BellData, BellEvent> builder =
        builder().otherwise(event -> seen.add("otherwise"));
    WebhookReceiver before = builder.build();
    WebhookReceiver after = builder.on("rung", event -> seen.add("rung")).build();

    receive(before, "rung");
    receive(after, "rung");

    assertThat(seen).containsExactly("otherwise", "rung");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().answer(Outcome.NOT_JSON, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().retryAfter(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().senderTimeout(Duration.ZERO));
    assertThatCode(() -> builder().retryAfter(Duration.ZERO)).doesNotThrowAnyException();
  }

  private static WebhookReceiver.Builder<BellData, BellEvent> builder() {
    return WebhookReceiver.builder(InsecureVerification.acceptEveryone(), BellEvents.parser());
  }

  private static int receive(WebhookReceiver receiver, String type) {
    return receiver
        .receive(Requests.post("{\"type\":\"" + type + "\",\"percent\":\"3\"}"))
        .status();
  }
}
