package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.webhooks.schlagehome.SchlageHomeReceiverBuilder;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each vendor hears in each case, row by row. */
class AnswerTableTest {

  private static final KeyPair PAIR = Signing.newKeyPair(2048);

  private final List<String> handled = new ArrayList<>();
  private RuntimeException failure;

  @Nested
  class OfSmartphoneKey {

    private SmartphoneKeyReceiverBuilder builder() {
      return SmartphoneKeyWebhooks.receiver(
              SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN)))
          .partnerId("acme-corp")
          .on(KeyAdded.class, (key, event) -> handle(key.keyUuid()))
          .otherwise(event -> handle(event.type()));
    }

    private final WebhookReceiver receiver = builder().build();

    private WebhookResponse receive(String body) {
      return receiver.receive(Requests.bearer(Requests.TOKEN, body));
    }

    @Test
    void handled() {
      assertThat(receive(Requests.keyAdded("1", "acme-corp"))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).containsExactly("k-1");
    }

    @Test
    void duplicateOfOneThatWasHandled() {
      receive(Requests.keyAdded("1", "acme-corp"));

      assertThat(receive(Requests.keyAdded("1", "acme-corp"))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).containsExactly("k-1");
    }

    @Test
    void unknownTypeAndUnknownFields() {
      assertThat(receive(Requests.smartphoneKey("1", "Future", "acme-corp", "{\"x\":1}")).status())
          .isEqualTo(204);
      assertThat(
              receive(
                      Requests.smartphoneKey(
                          "2", "KeyAdded", "acme-corp", "{\"keyUuid\":\"k-2\",\"new\":[1]}"))
                  .status())
          .isEqualTo(204);
      assertThat(handled).containsExactly("Future", "k-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "{}", "[]", "null", "\"hello\"", "{\"challenge\":\"abc\"}"})
    void provenButNoEvent(String body) {
      assertThat(receive(body)).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "{\"id\":\"1\"} {", "<xml/>"})
    void provenButNotJson(String body) {
      assertThat(receive(body)).isEqualTo(WebhookResponse.of(500));
    }

    @Test
    void provenButNotUtf8() {
      byte[] body = Requests.keyAdded("ü", "acme-corp").getBytes(ISO_8859_1);

      assertThat(
              receiver
                  .receive(
                      Requests.post(
                          Map.of("Authorization", List.of("Bearer " + Requests.TOKEN)), body))
                  .status())
          .isEqualTo(500);
    }

    @Test
    void handlerThrew() {
      failure = new IllegalStateException("database down");
      assertThat(receive(Requests.keyAdded("1", "acme-corp"))).isEqualTo(WebhookResponse.of(500));

      failure = null;
      assertThat(receive(Requests.keyAdded("1", "acme-corp"))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).containsExactly("k-1", "k-1");
    }

    @Test
    void theSameIdIsBeingHandled() {
      IdempotencyStore store = IdempotencyStore.inMemory();
      store.claim("1");

      WebhookResponse answer =
          builder()
              .idempotency(store)
              .build()
              .receive(Requests.bearer(Requests.TOKEN, Requests.keyAdded("1", "acme-corp")));

      assertThat(answer).isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "10")));
      assertThat(handled).isEmpty();
    }

    @Test
    void secretsCannotBeLoaded() {
      WebhookReceiver receiver =
          SmartphoneKeyWebhooks.receiver(
                  SmartphoneKeyWebhooks.bearerVerifier(
                      () -> {
                        throw new IllegalStateException("vault sealed");
                      }))
              .otherwise(event -> handle(event.type()))
              .retryAfter(Duration.ofMinutes(1))
              .build();

      assertThat(receiver.receive(Requests.bearer(Requests.TOKEN, "{}")))
          .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "60")));
    }

    @Test
    void notProven() {
      String body = Requests.keyAdded("1", "acme-corp");

      assertThat(receiver.receive(Requests.post(body))).isEqualTo(WebhookResponse.of(401));
      assertThat(receiver.receive(Requests.bearer("wrong", body)))
          .isEqualTo(WebhookResponse.of(401));
      assertThat(receiver.receive(Requests.bearer("wrong", ""))).isEqualTo(WebhookResponse.of(401));
      assertThat(handled).isEmpty();
    }

    @Test
    void anotherPartnersEvent() {
      assertThat(receive(Requests.keyAdded("1", "globex"))).isEqualTo(WebhookResponse.of(403));
      assertThat(receive(Requests.keyAdded("1", "ACME-CORP"))).isEqualTo(WebhookResponse.of(403));
      assertThat(receive(Requests.smartphoneKey("1", "Future", "globex", "{}")).status())
          .isEqualTo(403);
      assertThat(handled).isEmpty();

      assertThat(receive(Requests.keyAdded("1", "acme-corp")).status())
          .as("a foreign event claims nothing")
          .isEqualTo(204);
      assertThat(handled).containsExactly("k-1");
    }

    @Test
    void nobodysEventIsOurs() {
      String body = Requests.keyAdded("1", "x").replace("\"partnerId\":\"x\",", "");

      assertThat(receive(body).status()).isEqualTo(204);
      assertThat(handled).containsExactly("k-1");
    }

    @Test
    void bodyOverTheLimit() {
      byte[] body = new byte[(1 << 20) + 1];
      Arrays.fill(body, (byte) ' ');

      assertThat(receiver.receive(Requests.post(Map.of(), body)))
          .isEqualTo(WebhookResponse.of(413));
      assertThat(receiver.receive(Requests.bearer(Requests.TOKEN, " ".repeat(1 << 20))).status())
          .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "", "ü"})
    void otherMethods(String method) {
      assertThat(receiver.receive(WebhookRequest.of(method, Map.of(), new byte[0])))
          .isEqualTo(WebhookResponse.of(405, Map.of("Allow", "POST")));
    }

    @Test
    void rowsCanBeChanged() {
      WebhookReceiver changed =
          builder().answer(Outcome.NOT_JSON, 202).answer(Outcome.UNPROVEN, 429).build();

      assertThat(changed.receive(Requests.bearer(Requests.TOKEN, "hello")).status()).isEqualTo(202);
      assertThat(changed.receive(Requests.post("hello")))
          .isEqualTo(WebhookResponse.of(429, Map.of("Retry-After", "10")));
      assertThat(changed.receive(Requests.bearer(Requests.TOKEN, "{}")).status()).isEqualTo(204);
    }
  }

  @Nested
  class OfSchlageHome {

    private SchlageHomeReceiverBuilder builder() {
      return SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic()))
          .on(DeviceLockStateChanged.class, (lock, event) -> handle(event.id()))
          .on("DeviceBatteryLevelChanged", event -> handle(event.type()))
          .otherwise(event -> handle("otherwise " + event.type()));
    }

    private final WebhookReceiver receiver = builder().build();

    private WebhookResponse receive(String body) {
      return receiver.receive(Signing.signed(PAIR, body));
    }

    @Test
    void handledOrDuplicate() {
      assertThat(receive(Requests.lockStateChanged("a1"))).isEqualTo(WebhookResponse.of(204));
      assertThat(receive(Requests.lockStateChanged("a1"))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).containsExactly("a1");
    }

    @Test
    void typesWithoutAPublishedShape() {
      String body =
          Requests.lockStateChanged("a1")
              .replace("\"DeviceLockStateChanged\"", "\"DeviceBatteryLevelChanged\"");
      assertThat(receive(body).status()).isEqualTo(204);
      assertThat(receive(body.replace("BatteryLevelChanged", "Moved").replace("a1", "a2")).status())
          .isEqualTo(204);
      assertThat(handled).containsExactly("DeviceBatteryLevelChanged", "otherwise DeviceMoved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "[{\"id\":\"1\",\"subject\":\"x\",\"data\":{}}]", "1"})
    void provenButNoEvent(String body) {
      assertThat(receive(body)).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{\"eventId\":"})
    void provenButNotJson(String body) {
      assertThat(receive(body)).isEqualTo(WebhookResponse.of(500));
    }

    @Test
    void handlerThrew() {
      failure = new IllegalStateException("database down");
      assertThat(receive(Requests.lockStateChanged("a1"))).isEqualTo(WebhookResponse.of(500));
    }

    @Test
    void keysCannotBeLoaded() {
      for (List<PublicKey> keys : Arrays.asList(List.<PublicKey>of(), null)) {
        WebhookReceiver receiver =
            SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(() -> keys))
                .otherwise(event -> handle(event.type()))
                .build();

        assertThat(receiver.receive(Signing.signed(PAIR, "{}")))
            .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "10")));
      }
    }

    @Test
    void notProven() {
      WebhookRequest signed = Signing.signed(PAIR, Requests.lockStateChanged("a1"));
      byte[] other = Requests.lockStateChanged("a2").getBytes(UTF_8);

      assertThat(receiver.receive(Requests.post(Requests.lockStateChanged("a1"))))
          .isEqualTo(WebhookResponse.of(401));
      assertThat(
              receiver.receive(
                  Requests.post(
                      Map.of("WebHook-Signature", signed.header("webhook-signature")), other)))
          .isEqualTo(WebhookResponse.of(401));
      assertThat(handled).isEmpty();
    }

    @Test
    void bodyOverTheLimit() {
      assertThat(receiver.receive(Requests.post(Map.of(), new byte[(1 << 20) + 1])).status())
          .isEqualTo(413);
    }

    @Test
    void validationRequest() {
      assertThat(
              receiver.receive(
                  WebhookRequest.of(
                      "OPTIONS",
                      Map.of("WebHook-Request-Origin", List.of("eventemitter.example.com")),
                      new byte[0])))
          .isEqualTo(WebhookResponse.of(204, Map.of("Allow", "POST, OPTIONS")));
      assertThat(handled).isEmpty();
    }

    @Test
    void validationRequestOfCloudEventsIfThatIsSwitchedOn() {
      WebhookReceiver permitting = builder().permitRequestOrigin().build();

      assertThat(
              options(
                  permitting,
                  Map.of("WebHook-Request-Origin", List.of("eventemitter.example.com"))))
          .isEqualTo(
              WebhookResponse.of(
                  204,
                  Map.of(
                      "Allow",
                      "POST, OPTIONS",
                      "WebHook-Allowed-Origin",
                      "eventemitter.example.com")));
      assertThat(
              options(
                      permitting,
                      Map.of(
                          "webhook-request-origin",
                          List.of("a.example"),
                          "webhook-request-rate",
                          List.of("120")))
                  .headers())
          .containsEntry("WebHook-Allowed-Rate", "*");
      for (String origin : List.of("", "a b", "a\r\nSet-Cookie: x", "x".repeat(300), "ü")) {
        assertThat(options(permitting, Map.of("WebHook-Request-Origin", List.of(origin))).headers())
            .containsOnlyKeys("Allow");
      }
    }

    private WebhookResponse options(WebhookReceiver to, Map<String, List<String>> headers) {
      return to.receive(WebhookRequest.of("OPTIONS", headers, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void otherMethods(String method) {
      assertThat(receiver.receive(WebhookRequest.of(method, Map.of(), new byte[0])))
          .isEqualTo(WebhookResponse.of(405, Map.of("Allow", "POST, OPTIONS")));
    }
  }

  @Test
  void everyOutcomeHasTheStatusOfTheDesign() {
    assertThat(Arrays.stream(Outcome.values()).map(outcome -> outcome + " " + outcome.status()))
        .containsExactlyInAnyOrder(
            "HANDLED 204",
            "DUPLICATE 204",
            "NOT_AN_EVENT 204",
            "VALIDATED 204",
            "UNPROVEN 401",
            "FOREIGN 403",
            "METHOD_NOT_ALLOWED 405",
            "TOO_LARGE 413",
            "NOT_JSON 500",
            "FAILED 500",
            "IN_PROGRESS 503",
            "CREDENTIALS_UNAVAILABLE 503");
  }

  @Test
  void whatAHandlerThrowsIsNeverTakenForARefusal() {
    failure = new CredentialsUnavailableException("of another vendor", null);
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(event -> handle(event.type()))
            .build();

    assertThat(receiver.receive(Requests.post(Requests.keyAdded("1", "x"))).status())
        .isEqualTo(500);
  }

  private void handle(String what) {
    handled.add(what);
    if (failure != null) {
      throw failure;
    }
  }
}
