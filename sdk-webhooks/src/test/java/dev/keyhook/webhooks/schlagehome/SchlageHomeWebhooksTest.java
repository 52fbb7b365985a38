package dev.keyhook.webhooks.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.Signing;
import dev.keyhook.webhooks.verification.Explanation;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class SchlageHomeWebhooksTest {

  private static final KeyPair PAIR = Signing.keyPair(2048);
  private static final PublicKey KEY = PAIR.getPublic();
  private static final byte[] BODY = "{\"eventId\":\"a1\"}".getBytes(UTF_8);

  @Test
  void verifiesTheSignatureInTheVendorsHeaderInEachForm() {
    WebhookRequest signed = signed("WebHook-Signature");

    for (DeliveryVerifier verifier :
        List.of(
            SchlageHomeWebhooks.signatureVerifier(KEY),
            SchlageHomeWebhooks.signatureVerifier(() -> List.of(KEY)),
            SchlageHomeWebhooks.signatureVerifier(new BouncyCastleProvider(), KEY),
            SchlageHomeWebhooks.signatureVerifier(
                new BouncyCastleProvider(), () -> List.of(KEY)))) {
      assertThat(verifier.verify(signed).credential()).isEqualTo("#1");
      assertThatExceptionOfType(DeliveryVerificationException.class)
          .isThrownBy(() -> verifier.verify(signed("X-Signature")));
    }
  }

  @Test
  void hasTheKeyThatTheVendorPublished() throws Exception {
    byte[] der = SchlageHomeWebhooks.publicKeyFromGitHub20240429().getEncoded();

    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)))
        .isEqualTo("c5995e1d90d2ee626ab6f2399109c73f0e1ebbd40ae45e2abeb78a6aa8d4cc8d");
  }

  @Test
  void readsAKeyFromPemText() {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEY.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";

    assertThat(SchlageHomeWebhooks.publicKey(pem)).isEqualTo(KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchlageHomeWebhooks.publicKey("key.pem"))
        .withMessageContaining("-----BEGIN PUBLIC KEY-----");
  }

  @Test
  void namesTheHeaderInAnExplanation() {
    assertThat(
            Explanation.of(
                    SchlageHomeWebhooks.signatureVerifier(KEY), signed("X-WebHook-Signature"))
                .advice())
        .contains("x-webhook-signature instead of WebHook-Signature");
  }

  private static WebhookRequest signed(String header) {
    byte[] signature = Signing.sign(PAIR.getPrivate(), Signing.RIGHT, BODY);
    return WebhookRequest.builder("POST")
        .header(header, Base64.getEncoder().encodeToString(signature))
        .body(BODY)
        .build();
  }
}
