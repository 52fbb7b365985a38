package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused before their body is read. */
@ParameterizedClass
@EnumSource(Vendor.class)
class ReceiveHeadTest {

  @Parameter private Vendor vendor;

  private final TestInbox inbox = new TestInbox();
  private final List<String> seen = new ArrayList<>();

  private ReceiverBuilder<?, ?> builder(DeliveryVerifier verifier) {
    return vendor
        .receiver(verifier)
        .inbox(inbox)
        .onFailure((delivery, cause) -> seen.add(cause.getClass().getSimpleName()))
        .listener(
            (endpoint, request) -> {
              seen.add("request of " + request.bodySize());
              return new Outcomes(seen);
            });
  }

  /** Records the outcome of a request. */
  private record Outcomes(List<String> seen) implements ReceiverListener {

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
      seen.add("refused");
    }

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      seen.add(outcome.name());
    }
  }

  private String event() {
    return vendor.event("a-1");
  }

  /** Returns a request without its body, as adapters build it. */
  private static WebhookRequest head(WebhookRequest whole, String... more) {
    WebhookRequest.Builder head = WebhookRequest.builder(whole.method());
    for (String name : whole.headerNames()) {
      whole.header(name).forEach(value -> head.header(name, value));
    }
    for (int i = 0; i < more.length; i += 2) {
      head.header(more[i], more[i + 1]);
    }
    return head.build();
  }

  @Test
  void aRequestThatMayBeAuthenticPassesAndIsNotReportedYet() {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    assertThat(receiver.receiveHead(head(vendor.genuine(event()), "Content-Length", "1048576")))
        .isEmpty();
    assertThat(seen).isEmpty();
  }

  @Test
  void aRequestWithoutACredentialIs401() {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    assertThat(receiver.receiveHead(head(Requests.post(event()))))
        .contains(WebhookResponse.of(401));
    assertThat(seen).containsExactly("request of 0", "refused", "UNAUTHENTICATED");
  }

  @Test
  void aWrongSecretIs401AndAWrongSignatureNeedsTheBody() {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    assertThat(receiver.receiveHead(head(vendor.forged(event()))).isPresent())
        .isEqualTo(vendor == Vendor.SMARTPHONE_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "post"})
  void anotherMethodIs405(String method) {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    assertThat(receiver.receiveHead(WebhookRequest.builder(method).build()))
        .contains(WebhookResponse.of(405, Map.of("Allow", vendor.allowedMethods)));
    assertThat(seen).containsExactly("request of 0", "METHOD_NOT_ALLOWED");
  }

  @Test
  void aValidationRequestPassesWithoutACredential() {
    WebhookReceiver receiver =
        builder(vendor.verifier()).validation("PUT", request -> WebhookResponse.of(200)).build();

    assertThat(receiver.receiveHead(WebhookRequest.builder("PUT").build())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1048577, true",
    "9223372036854775807, true",
    "' 1048577 ', true",
    "1048576, false",
    "0, false",
    "-1, false",
    "many, false",
    "99999999999999999999, false"
  })
  void aDeclaredLengthOverTheLimitIs413(String length, boolean isTooLarge) {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    assertThat(receiver.receiveHead(head(vendor.genuine(event()), "content-length", length)))
        .isEqualTo(isTooLarge ? Optional.of(WebhookResponse.of(413)) : Optional.empty());
  }

  @Test
  void aDeclaredLengthOverTheLimitIs413ForValidationRequestsAndStrangersToo() {
    WebhookReceiver receiver = builder(vendor.verifier()).build();

    for (String method : List.of("OPTIONS", "POST", "GET")) {
      WebhookRequest head =
          WebhookRequest.builder(method).header("Content-Length", "1048577").build();
      assertThat(receiver.receiveHead(head)).contains(WebhookResponse.of(413));
    }
    assertThat(seen).filteredOn("TOO_LARGE"::equals).hasSize(3);
  }

  @Test
  void credentialsThatCannotBeLoadedAre503WhereTheHeadIsEnough() {
    WebhookReceiver receiver =
        builder(
                vendor.supplied(
                    () -> {
                      throw new IllegalStateException("vault sealed");
                    }))
            .build();

    if (vendor == Vendor.SMARTPHONE_KEY) {
      assertThat(receiver.receiveHead(head(vendor.genuine(event()))))
          .contains(WebhookResponse.of(503, Map.of("Retry-After", "10")));
      assertThat(seen)
          .containsExactly(
              "request of 0", "CredentialsUnavailableException", "CREDENTIALS_UNAVAILABLE");
    } else {
      assertThat(receiver.receiveHead(head(vendor.genuine(event())))).isEmpty();
    }
  }

  @Test
  void aSupplierThatFailsOnceNeverLeadsToA2xxWithoutABody() {
    for (int failing = 1; failing <= 3; failing++) {
      AtomicInteger calls = new AtomicInteger();
      int failingCall = failing;
      WebhookReceiver receiver =
          builder(
                  vendor.supplied(
                      () -> {
                        if (calls.incrementAndGet() == failingCall) {
                          throw new IllegalStateException("vault restarting");
                        }
                      }))
              .build();
      inbox.calls.clear();

      WebhookRequest whole = vendor.genuine(event());
      WebhookResponse response =
          receiver.receiveHead(head(whole)).orElseGet(() -> receiver.receive(whole));

      assertThat(response.status()).isIn(503, 204);
      assertThat(inbox.bodies()).hasSize(response.status() == 204 ? 1 : 0);
      assertThat(inbox.bodies()).allMatch(event()::equals);
    }
  }
}
