package dev.keyhook.webhooks.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmartphoneKeyWebhooksTest {

  private static final Secret CURRENT = Secret.of("the-current-secret");
  private static final Secret PREVIOUS = Secret.of("the-previous-secret").labelled("2026-q3");

  @Test
  void verifiesASecretInTheAgreedHeader() {
    for (DeliveryVerifier verifier :
        List.of(
            SmartphoneKeyWebhooks.headerVerifier("X-Acme-Key", CURRENT, PREVIOUS),
            SmartphoneKeyWebhooks.headerVerifier("X-Acme-Key", () -> List.of(CURRENT, PREVIOUS)))) {
      assertVerifies(verifier, "X-Acme-Key", "");
    }
  }

  @Test
  void verifiesABearerToken() {
    for (DeliveryVerifier verifier :
        List.of(
            SmartphoneKeyWebhooks.bearerVerifier(CURRENT, PREVIOUS),
            SmartphoneKeyWebhooks.bearerVerifier(() -> List.of(CURRENT, PREVIOUS)))) {
      assertVerifies(verifier, "Authorization", "Bearer ");
    }
  }

  private static void assertVerifies(DeliveryVerifier verifier, String header, String before) {
    assertThat(verifier.verify(request(header, before + CURRENT.reveal())).credential())
        .isEqualTo("#1");
    assertThat(verifier.verify(request(header, before + PREVIOUS.reveal())).credential())
        .isEqualTo("2026-q3");
    assertThatExceptionOfType(DeliveryVerificationException.class)
        .isThrownBy(() -> verifier.verify(request(header, before + "a-guess")));
  }

  private static WebhookRequest request(String header, String value) {
    return WebhookRequest.builder("POST").header(header, value).build();
  }
}
