package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryVerifierTest {

  private static final WebhookRequest REQUEST =
      WebhookRequest.of(
          "POST", Map.of("X-Client", List.of("s3cret")), "{\"pin\":\"1234\"}".getBytes(UTF_8));

  @Test
  void makesAVerifiedDeliveryOfWhatIsProven() {
    VerifiedDelivery delivery = new ByHeader("X-Client").verify(REQUEST);

    assertThat(delivery.body()).isEqualTo(REQUEST.body());
    assertThat(delivery.request()).isSameAs(REQUEST);
    assertThat(delivery.credential()).isEqualTo("x-client");
    assertThat(delivery).hasToString("VerifiedDelivery[14 bytes, proven by x-client]");
  }

  @Test
  void refusesTheRestWithoutRepeatingIt() {
    assertThatExceptionOfType(DeliveryVerificationException.class)
        .isThrownBy(() -> new ByHeader("X-Other").verify(REQUEST))
        .withMessage("The header X-Other is missing (HEADER_MISSING)")
        .satisfies(
            e ->
                assertThat(e.reason())
                    .isEqualTo(DeliveryVerificationException.Reason.HEADER_MISSING));
  }

  @Test
  void insistsOnACredential() {
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
  void explainsARefusalByItsOwnWordsUnlessItKnowsBetter() {
    assertThat(new ByHeader("X-Client").explain(REQUEST).cause()).isEqualTo(Explanation.Cause.NONE);
    assertThat(new ByHeader("X-Other").explain(REQUEST))
        .hasToString("UNKNOWN: The header X-Other is missing (HEADER_MISSING)");
  }

  /** Somebody's own verifier: the mere presence of a header, checked by their proxy. */
  private static final class ByHeader extends DeliveryVerifier {

    private final String name;

    ByHeader(String name) {
      this.name = name;
    }

    @Override
    protected String authenticate(WebhookRequest request) {
      if (request.header(name).isEmpty()) {
        throw new DeliveryVerificationException(
            DeliveryVerificationException.Reason.HEADER_MISSING,
            "The header " + name + " is missing");
      }
      return name.toLowerCase(java.util.Locale.ROOT);
    }
  }
}
