package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;

/** Fuzzes the PEM text of a public key: text around it, base64, DER. */
public final class PemFuzz {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private PemFuzz() {}

  /** Checks one input as the whole PEM text, and as the DER bytes within it. */
  public static void fuzzerTestOneInput(byte[] data) {
    check(new String(data, ISO_8859_1));
    check(pem("PUBLIC KEY", data));
    check(pem("RSA PUBLIC KEY", data));
    check(pem("CERTIFICATE", data));
  }

  private static void check(String pem) {
    try {
      PublicKey key = SchlageHomeWebhooks.publicKey(pem);
      Promise.holds(
          key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 2048,
          "a key is an RSA key of 2048 bits or more");
      SchlageHomeWebhooks.signatureVerifier(key);
    } catch (IllegalArgumentException refused) {
      Promise.holds(refused.getMessage() != null, "a refusal says why");
      Promise.holds(refused.getMessage().length() < 500, "a refusal is short");
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  static List<byte[]> seeds() {
    byte[] der = SchlageHomeWebhooks.publicKeyFromGitHub20240429().getEncoded();
    byte[] rsa = new byte[der.length - 24];
    System.arraycopy(der, 24, rsa, 0, rsa.length);
    return List.of(
        der,
        rsa, // PKCS#1, which is inside a bit string
        pem("PUBLIC KEY", der).getBytes(ISO_8859_1),
        pem("RSA PUBLIC KEY", rsa).getBytes(ISO_8859_1),
        ("Our key:\r\n" + pem("PUBLIC KEY", der) + pem("PUBLIC KEY", der)).getBytes(ISO_8859_1),
        pem("PRIVATE KEY", der).getBytes(ISO_8859_1));
  }
}
