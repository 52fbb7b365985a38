package dev.keyhook.cli.listen;

import dev.keyhook.cli.send.Signer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key for samples. It is generated when the first sample is signed, and never leaves this
 * process.
 */
final class SampleKey {

  private static final String HEADER = "WebHook-Signature";

  private volatile @Nullable KeyPair pair;

  /** Returns the public key, if a sample was signed already. */
  Optional<PublicKey> publicKey() {
    KeyPair made = pair;
    return made == null ? Optional.empty() : Optional.of(made.getPublic());
  }

  Map<String, String> sign(byte[] body) {
    return Map.of(HEADER, Signer.of(pair().getPrivate()).sign(body));
  }

  Map<String, String> signWithAnotherKey(byte[] body) {
    return Map.of(HEADER, Signer.of(generate().getPrivate()).sign(body));
  }

  private synchronized KeyPair pair() {
    KeyPair made = pair;
    if (made == null) {
      made = generate();
      pair = made;
    }
    return made;
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
