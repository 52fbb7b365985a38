package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.DeliveryVerificationException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryVerifierTest {

  private static final WebhookRequest REQUEST =
      WebhookRequest.of(
          "POST", Map.of("X-Client", List.of("s3cret")), "{\"pin\":\"1234\"}".getBytes(UTF_8));

  @Test
  void returnsTheAuthenticatedRequestWithItsCredential() {
    VerifiedDelivery delivery = new ByHeader("X-Client").verify(REQUEST);

    assertThat(delivery.body()).isEqualTo(REQUEST.body());
    assertThat(delivery.request()).isSameAs(REQUEST);
    assertThat(delivery.credential()).isEqualTo("x-client");
    assertThat(delivery).hasToString("VerifiedDelivery[14 bytes, credential x-client]");
  }

  @Test
  void refusesOtherRequestsWithoutPrintingThem() {
    assertThatExceptionOfType(DeliveryVerificationException.class)
        .isThrownBy(() -> new ByHeader("X-Other").verify(REQUEST))
        .withMessage("The header X-Other is missing (HEADER_MISSING)")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.HEADER_MISSING));
  }

  @Test
  void requiresACredential() {
    DeliveryVerifier careless =
        new DeliveryVerifier() {
          @Override
          protected String authenticate(WebhookRequest request) {
            return null;
          }
        };

    assertThatNullPointerException().isThrownBy(() -> careless.verify(REQUEST));
  }

  @Test
  void acceptsEveryRequestHeadByDefault() {
    WebhookRequest head = WebhookRequest.builder("POST").build();

    new ByHeader("X-Client").verifyHead(REQUEST);
    new ByHeader("X-Client").verifyHead(head);
    assertThatExceptionOfType(DeliveryVerificationException.class)
        .isThrownBy(() -> new RefusingHeads().verifyHead(head));
  }

  /** Requires a header, as if a proxy had checked it. */
  private static final class ByHeader extends DeliveryVerifier {

    private final String name;

    ByHeader(String name) {
      this.name = name;
    }

    @Override
    protected String authenticate(WebhookRequest request) {
      if (request.header(name).isEmpty()) {
        throw new DeliveryVerificationException(
            Reason.HEADER_MISSING, "The header " + name + " is missing");
      }
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses each request before its body is read. */
  private static final class RefusingHeads extends DeliveryVerifier {

    @Override
    protected String authenticate(WebhookRequest request) {
      return "#1";
    }

    @Override
    protected void authenticateHead(WebhookRequest head) {
      throw new DeliveryVerificationException(Reason.HEADER_MISSING, "No header");
    }
  }
}
