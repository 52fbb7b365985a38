package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class OwnVerifiersTest {

  private static final byte[] BODY = "{\"type\":\"door.opened\"}".getBytes(UTF_8);

  private final Secret current = Secret.of("current-secret").labelled("current");
  private final Secret previous = Secret.of("previous-secret").labelled("previous");

  @Test
  void acceptsTheCurrentAndThePreviousSecret() {
    DeliveryVerifier verifier = OwnVerifiers.sharedSecret(current, previous);

    assertThat(verifier.verify(request("X-Acme-Key", "previous-secret")).credential())
        .isEqualTo("previous");
    assertRefused(verifier, request("X-Acme-Key", "guessed-secret"));
  }

  @Test
  void acceptsAnHmacOfTheBody() throws GeneralSecurityException {
    DeliveryVerifier verifier = OwnVerifiers.hmac(current, previous);
    String signature = HexFormat.of().formatHex(hmac("current-secret".getBytes(UTF_8), BODY));

    assertThat(verifier.verify(request("X-Acme-Signature", "sha256=" + signature)).credential())
        .isEqualTo("current");
    assertRefused(verifier, request("X-Acme-Signature", signature));
  }

  @Test
  void acceptsStandardWebhooks() throws GeneralSecurityException {
    byte[] key = "a key of twenty-four byte".getBytes(UTF_8);
    DeliveryVerifier verifier =
        OwnVerifiers.standardWebhooks(
            Secret.of("whsec_" + Base64.getEncoder().encodeToString(key)));
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String signed = "msg_1." + timestamp + "." + new String(BODY, UTF_8);
    String signature = Base64.getEncoder().encodeToString(hmac(key, signed.getBytes(UTF_8)));
    Map<String, String> headers =
        Map.of(
            "webhook-id",
            "msg_1",
            "webhook-timestamp",
            timestamp,
            "webhook-signature",
            "v1," + signature);

    assertThat(verifier.verify(WebhookRequest.of("POST", headers, BODY)).body()).isEqualTo(BODY);
    assertRefused(verifier, WebhookRequest.of("POST", headers, new byte[] {'{', '}'}));
  }

  @Test
  void acceptsAnRsaPssSignature() {
    SchlageHomeDeliveries signer = SchlageHomeDeliveries.withNewKey();
    DeliveryVerifier verifier = OwnVerifiers.rsaPss(signer.publicKeyPem());
    String signature = signer.deliver(BODY).header("WebHook-Signature").get(0);

    assertThat(verifier.verify(request("X-Acme-Signature", signature)).body()).isEqualTo(BODY);
    assertRefused(
        verifier,
        request("X-Acme-Signature", signer.forged(BODY).header("WebHook-Signature").get(0)));
  }

  @Test
  void requestsTheSecretFromTheVaultForEachDelivery() {
    AtomicReference<List<Secret>> vault = new AtomicReference<>(List.of(previous));
    DeliveryVerifier verifier = OwnVerifiers.supplied(vault::get);
    WebhookRequest delivery = SmartphoneKeyDeliveries.withBearerToken(current).deliver(BODY);

    assertRefused(verifier, delivery);
    vault.set(List.of(current, previous));
    assertThat(verifier.verify(delivery).credential()).isEqualTo("current");
    vault.set(List.of());
    assertThatThrownBy(() -> verifier.verify(delivery))
        .isInstanceOf(CredentialsUnavailableException.class);
  }

  private static void assertRefused(DeliveryVerifier verifier, WebhookRequest request) {
    assertThatThrownBy(() -> verifier.verify(request))
        .isInstanceOf(DeliveryVerificationException.class);
  }

  private static WebhookRequest request(String header, String value) {
    return WebhookRequest.of("POST", Map.of(header, value), BODY);
  }

  private static byte[] hmac(byte[] key, byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(content);
  }
}
