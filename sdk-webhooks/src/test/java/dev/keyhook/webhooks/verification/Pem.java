package dev.keyhook.webhooks.verification;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/** Encodes public keys as PEM text. */
final class Pem {

  private Pem() {}

  static String of(String label, PublicKey key) {
    byte[] der = key.getEncoded();
    // The X.509 header of a plain RSA key is 24 bytes long; the rest is PKCS#1.
    byte[] content = label.equals("RSA PUBLIC KEY") ? Arrays.copyOfRange(der, 24, der.length) : der;
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
