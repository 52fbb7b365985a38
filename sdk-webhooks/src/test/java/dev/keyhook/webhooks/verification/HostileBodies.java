package dev.keyhook.webhooks.verification;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.Signing;
import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;

/**
 * Calls {@code explain} for hostile bodies that could expand to many times their size. It is a
 * separate program so that a test can run it with a small heap.
 */
final class HostileBodies {

  private HostileBodies() {}

  public static void main(String[] args) {
    KeyPair pair = Signing.newKeyPair(2048);
    byte[] signature = Signing.sign(pair.getPrivate(), Signing.RIGHT, new byte[] {1});
    RsaPssVerifier rsa = RsaPssVerifier.inHeader("WebHook-Signature", pair.getPublic());
    HmacVerifier hmac =
        HmacVerifier.builder("X-Signature").secrets(Secret.of("the right one")).build();
    for (String body :
        new String[] {
          "\n".repeat(24 << 10),
          "\r\n".repeat(1 << 19),
          "[".repeat(1 << 18),
          "[".repeat(16) + ",".repeat((1 << 18) - 16),
          "/".repeat(1 << 18),
          "\u00e9".repeat(1 << 17),
          "\\".repeat(1 << 18),
          "\"".repeat(1 << 18),
          "x".repeat(1 << 20)
        }) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      requireUnknown(Explanation.of(rsa, Signing.carrying(signature, bytes)));
      requireUnknown(
          Explanation.of(
              hmac,
              WebhookRequest.builder("POST")
                  .header("X-Signature", HmacSigning.hex("a stranger's", body))
                  .body(bytes)
                  .build()));
    }
  }

  private static void requireUnknown(Explanation explanation) {
    if (explanation.cause() != Cause.UNKNOWN) {
      throw new AssertionError(explanation);
    }
  }
}
