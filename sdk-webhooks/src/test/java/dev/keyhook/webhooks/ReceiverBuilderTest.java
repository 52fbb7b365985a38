package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.example.bell.BellEvent;
import com.example.bell.BellEvents;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.JsonLimits;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxUnavailableException;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import dev.keyhook.webhooks.verification.SharedSecretVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverBuilderTest {

  private final EventRouter<BellEvent> router = BellEvents.router().otherwise(event -> {}).build();
  private final TestInbox inbox = new TestInbox();

  private static WebhookReceiver.Builder<BellEvent> builder() {
    return WebhookReceiver.builder(
        "bell", InsecureVerification.acceptEveryone(), BellEvents.parser());
  }

  private static SmartphoneKeyReceiverBuilder smartphoneKey() {
    return SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone());
  }

  @Test
  void requiresAnInboxOrARouter() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().build())
        .withMessageContaining("Call inbox(...)")
        .withMessageContaining("or handle(...)");
  }

  @Test
  void refusesBothAnInboxAndARouter() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().inbox(inbox).handle(router).build())
        .withMessageContaining("Both inbox(...) and handle(...) are set")
        .withMessageContaining("InboxWorker.of(inbox).handle(router)");
  }

  @Test
  void refusesIdempotencyWithAnInbox() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().inbox(inbox).idempotency(Idempotency.inMemory()).build())
        .withMessageContaining("give idempotency(...) to its worker");
  }

  @Test
  void refusesToSetAPartTwice() {
    List<Consumer<WebhookReceiver.Builder<BellEvent>>> steps =
        List.of(
            b -> b.inbox(inbox),
            b -> b.handle(router),
            b -> b.idempotency(Idempotency.inMemory()),
            b -> b.onFailure((delivery, cause) -> {}),
            b -> b.listener((endpoint, request) -> new ReceiverListener() {}),
            b -> b.accept(event -> true));
    for (Consumer<WebhookReceiver.Builder<BellEvent>> step : steps) {
      WebhookReceiver.Builder<BellEvent> builder = builder();
      step.accept(builder);

      assertThatIllegalStateException()
          .isThrownBy(() -> step.accept(builder))
          .withMessageContaining("was already set");
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> smartphoneKey().partnerId("acme-corp").partnerId("globex"))
        .withMessageContaining("was already set");
  }

  @Test
  void aReceiverHasTheVendorsNameByDefault() {
    assertThat(builder().handle(router).build().endpoint()).isEqualTo("bell");
    assertThat(builder().handle(router).endpoint("front-door").build().endpoint())
        .isEqualTo("front-door");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().endpoint(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WebhookReceiver.builder(
                    "", InsecureVerification.acceptEveryone(), BellEvents.parser()));
  }

  @Test
  void itsNameIsTheEndpointOfItsEntries() {
    builder().inbox(inbox).endpoint("front-door").build().receive(Requests.post(bell("1")));

    assertThat(inbox.entries().get(0).endpoint()).isEqualTo("front-door");
  }

  @Test
  void aBuiltReceiverDoesNotChangeWithItsBuilder() {
    WebhookReceiver.Builder<BellEvent> builder = builder().handle(router);
    WebhookReceiver before = builder.build();

    builder
        .endpoint("later")
        .answer(Outcome.EMPTY, 299)
        .validation("PUT", request -> WebhookResponse.of(200));

    assertThat(before.endpoint()).isEqualTo("bell");
    assertThat(before.receive(Requests.post("")).status()).isEqualTo(204);
    assertThat(before.receive(WebhookRequest.builder("PUT").build()).status()).isEqualTo(405);
  }

  @Test
  void anyOutcomeCanHaveAnotherStatus() {
    WebhookReceiver changed =
        builder()
            .handle(router)
            .answer(Outcome.EMPTY, 200)
            .answer(Outcome.UNREADABLE, 429)
            .onFailure((delivery, cause) -> {})
            .build();

    assertThat(changed.receive(Requests.post(""))).isEqualTo(WebhookResponse.of(200));
    assertThat(changed.receive(Requests.post("hello")))
        .isEqualTo(WebhookResponse.of(429, Map.of("Retry-After", "10")));
    assertThat(changed.receive(Requests.post(bell("1"))).status()).isEqualTo(204);
    assertThatIllegalArgumentException().isThrownBy(() -> builder().answer(Outcome.EMPTY, 199));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().answer(Outcome.EMPTY, 600));
  }

  @Test
  void roundsRetryAfterUpToWholeSeconds() {
    for (Map.Entry<String, String> delay :
        Map.of("PT1S", "1", "PT1.001S", "2", "PT2M", "120", "PT1.9S", "2").entrySet()) {
      inbox.failure = new InboxUnavailableException("full", null);
      WebhookReceiver receiver =
          builder()
              .inbox(inbox)
              .retryAfter(Duration.parse(delay.getKey()))
              .onFailure((delivery, cause) -> {})
              .build();

      assertThat(receiver.receive(Requests.post(bell("1"))).headers())
          .containsExactly(Map.entry("Retry-After", delay.getValue()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT0S", "PT-1S"})
  void refusesARetryAfterOfLessThanASecond(String delay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().retryAfter(Duration.parse(delay)))
        .withMessageContaining("at least 1 second");
  }

  @Test
  void acceptsTheLongestDurations() {
    assertThatCode(
            () ->
                builder()
                    .handle(router)
                    .retryAfter(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                    .senderTimeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                    .build())
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> builder().senderTimeout(Duration.ZERO));
  }

  @Test
  void limitsTheBody() {
    WebhookReceiver small =
        smartphoneKey().limits(JsonLimits.defaults().maxBytes(10)).inbox(inbox).build();

    assertThat(small.maxBodyBytes()).isEqualTo(10);
    assertThat(small.receive(Requests.post(" ".repeat(10))).status()).isEqualTo(204);
    assertThat(small.receive(Requests.post(" ".repeat(11))).status()).isEqualTo(413);
  }

  @Test
  void storesFurtherHeadersButNoCredential() {
    WebhookReceiver receiver =
        builder().inbox(inbox).storeHeaders("X-Bell-Version", "X-Bell-Trace").build();

    receiver.receive(
        WebhookRequest.builder("POST")
            .header("x-bell-version", "2")
            .header("Authorization", "Bearer s3cret")
            .header("Other", "dropped")
            .body(bell("1").getBytes(UTF_8))
            .build());

    assertThat(inbox.entries().get(0).headers())
        .containsExactly(Map.entry("x-bell-version", List.of("2")));
    for (String name : List.of("Authorization", "cookie", "PROXY-Authorization")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder().storeHeaders("X-Bell-Version", name))
          .withMessageContaining("carries a credential");
    }
  }

  @Test
  void neverStoresTheHeaderWithTheSecret() {
    DeliveryVerifier verifier =
        SharedSecretVerifier.inHeader("X-Request-Id", Secret.of("s3cret-of-the-bell"));
    WebhookReceiver receiver =
        WebhookReceiver.builder("bell", verifier, BellEvents.parser())
            .inbox(inbox)
            .storeHeaders("X-Bell-Version")
            .build();

    receiver.receive(
        WebhookRequest.builder("POST")
            .header("x-bell-version", "2")
            .header("X-Request-ID", "s3cret-of-the-bell")
            .body(bell("1").getBytes(UTF_8))
            .build());

    assertThat(inbox.entries().get(0).headers()).containsOnlyKeys("x-bell-version");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WebhookReceiver.builder("bell", verifier, BellEvents.parser())
                    .storeHeaders("x-request-id"))
        .withMessageContaining("carries a credential");
  }

  @Test
  void aValidationThatFailsIs500() {
    List<Throwable> failures = new ArrayList<>();
    WebhookReceiver receiver =
        builder()
            .handle(router)
            .validation(
                "PUT",
                request -> {
                  throw new IllegalStateException("no challenge");
                })
            .validation("HEAD", request -> null)
            .onFailure((delivery, cause) -> failures.add(cause))
            .build();

    assertThat(receiver.receive(WebhookRequest.builder("PUT").build()).status()).isEqualTo(500);
    assertThat(receiver.receive(WebhookRequest.builder("HEAD").build()).status()).isEqualTo(500);
    assertThat(failures).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().validation("POST", request -> WebhookResponse.of(200)))
        .withMessageContaining("POST delivers events");
  }

  @Test
  void aFilterThatThrowsIs500() {
    WebhookReceiver receiver =
        builder()
            .inbox(inbox)
            .accept(
                event -> {
                  throw new IllegalStateException("a bug");
                })
            .onFailure((delivery, cause) -> {})
            .build();

    assertThat(receiver.receive(Requests.post(bell("1"))).status()).isEqualTo(500);
    assertThat(inbox.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"partnerId\":\"x\",", "\"partnerId\":\"\",", "\"partnerId\":null,", ""})
  void acceptsAnEventWithoutAPartner(String partner) {
    WebhookReceiver receiver =
        smartphoneKey().partnerId("acme-corp").inbox(inbox).onFailure((d, c) -> {}).build();
    String body = Requests.keyAdded("1", "x").replace("\"partnerId\":\"x\",", partner);

    assertThat(receiver.receive(Requests.post(body)).status())
        .isEqualTo(partner.contains("x") ? 403 : 204);
    assertThat(inbox.calls).hasSize(partner.contains("x") ? 0 : 1);
  }

  @Test
  void partnersAreCaseSensitiveAndSeveralAreAllowed() {
    WebhookReceiver receiver =
        smartphoneKey().partnerId("acme-corp", "globex").inbox(inbox).build();

    assertThat(receiver.receive(Requests.post(Requests.keyAdded("1", "globex"))).status())
        .isEqualTo(204);
    assertThat(receiver.receive(Requests.post(Requests.keyAdded("2", "GLOBEX"))).status())
        .isEqualTo(403);
    assertThatIllegalArgumentException().isThrownBy(() -> smartphoneKey().partnerId());
    assertThatIllegalArgumentException().isThrownBy(() -> smartphoneKey().partnerId("a", " "));
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> builder().inbox(null));
    assertThatNullPointerException().isThrownBy(() -> builder().handle(null));
    assertThatNullPointerException().isThrownBy(() -> builder().idempotency(null));
    assertThatNullPointerException().isThrownBy(() -> builder().onFailure(null));
    assertThatNullPointerException().isThrownBy(() -> builder().listener(null));
    assertThatNullPointerException().isThrownBy(() -> builder().accept(null));
    assertThatNullPointerException().isThrownBy(() -> builder().limits(null));
    assertThatNullPointerException().isThrownBy(() -> builder().clock(null));
    assertThatNullPointerException().isThrownBy(() -> builder().nanoTime(null));
    assertThatNullPointerException().isThrownBy(() -> builder().validation("PUT", null));
    assertThatNullPointerException()
        .isThrownBy(() -> WebhookReceiver.builder("bell", null, BellEvents.parser()));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                WebhookReceiver.<BellEvent>builder(
                    "bell", InsecureVerification.acceptEveryone(), null));
  }

  private static String bell(String id) {
    return "{\"type\":\"rung\",\"id\":\"" + id + "\"}";
  }
}
