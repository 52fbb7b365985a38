package dev.keyhook.testkit.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchlageHomeDeliveriesTest {

  private static final byte[] BODY = SchlageHomeSamples.lockStateChanged();

  /** Shared, because generating a key takes time. */
  private static final SchlageHomeDeliveries SENDER = SchlageHomeDeliveries.withNewKey();

  private final List<String> handled = new ArrayList<>();
  private final WebhookReceiver receiver =
      SchlageHomeWebhooks.receiver(SENDER.verifier())
          .handle(SchlageHomeEvents.router().otherwise(event -> handled.add(event.id())).build())
          .build();

  @Test
  void areSignedSoThatTheirVerifierAcceptsThem() {
    WebhookRequest delivery = SENDER.deliver(BODY);

    assertThat(receiver.receive(delivery).status()).isEqualTo(204);
    assertThat(handled).hasSize(1);
    assertThat(delivery.headerNames())
        .containsExactly("content-type", "user-agent", "webhook-signature");
    assertThat(delivery.body()).isEqualTo(BODY);
  }

  @Test
  void areRefusedWhenTamperedUnauthenticatedForgedOrTruncated() {
    assertThat(
            List.of(
                SENDER.tampered(BODY),
                SENDER.unauthenticated(BODY),
                SENDER.forged(BODY),
                SENDER.truncated(BODY)))
        .allMatch(forgery -> receiver.receive(forgery).status() == 401);
    assertThat(handled).isEmpty();
  }

  @Test
  void areRefusedByAReceiverOfAnotherKey() {
    SchlageHomeDeliveries other = SchlageHomeDeliveries.withNewKey();

    assertThat(receiver.receive(other.deliver(BODY)).status()).isEqualTo(401);
  }

  @Test
  void areTooLargeWhenHuge() {
    assertThat(receiver.receive(SENDER.huge(BODY)).status()).isEqualTo(413);
  }

  @Test
  void haveDifferentSignaturesInABurst() {
    List<WebhookRequest> burst = SENDER.burst(BODY, 3);

    assertThat(burst)
        .extracting(again -> again.header("WebHook-Signature"))
        .doesNotHaveDuplicates();
    assertThat(burst).allMatch(again -> receiver.receive(again).status() == 204);
    assertThat(handled).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":9}", "{\"a\":0}", "{\"a\":true}", "{}", ""})
  void neverMatchTheirSignatureWhenTampered(String body) {
    WebhookRequest tampered = SENDER.tampered(body.getBytes(UTF_8));

    assertThat(tampered.body()).isNotEqualTo(body.getBytes(UTF_8));
    assertThat(receiver.receive(tampered).status()).isEqualTo(401);
  }

  @Test
  void validateANewUrlWithUnsignedOptions() {
    assertThat(SENDER.validation().method()).isEqualTo("OPTIONS");
    assertThat(SENDER.validation().header("WebHook-Signature")).isEmpty();
    assertThat(receiver.receive(SENDER.validation()).status()).isEqualTo(204);
  }

  @Test
  void offerTheirKeyAsPemForAConfiguration() {
    assertThat(SchlageHomeWebhooks.publicKey(SENDER.publicKeyPem())).isEqualTo(SENDER.publicKey());
  }
}
