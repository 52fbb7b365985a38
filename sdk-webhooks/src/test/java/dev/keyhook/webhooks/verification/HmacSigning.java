package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Creates HMAC signatures as senders do. */
final class HmacSigning {

  private HmacSigning() {}

  static byte[] hmac(byte[] key, byte[] content) {
    return hmac("HmacSHA256", key, content);
  }

  static byte[] hmac(String algorithm, byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Signs a body with a secret that is text. */
  static String hex(String secret, String body) {
    return HexFormat.of().formatHex(hmac(secret.getBytes(UTF_8), body.getBytes(UTF_8)));
  }

  /** Signs according to the Standard Webhooks specification. */
  static String standard(Secret secret, String id, Instant timestamp, String body) {
    byte[] key = Base64.getDecoder().decode(secret.reveal().replaceFirst("^whsec_", ""));
    String content = id + "." + timestamp.getEpochSecond() + "." + body;
    return "v1," + Base64.getEncoder().encodeToString(hmac(key, content.getBytes(UTF_8)));
  }
}
