package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts bodies with AES-GCM: a random nonce of 12 bytes, then the ciphertext with
 * its tag. The event's key is authenticated with it, so a body cannot be moved to another event.
 */
final class BodyCipher {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_ID = 100;

  private final @Nullable BodyKeys keys;
  private final SecureRandom random = new SecureRandom();

  BodyCipher(@Nullable BodyKeys keys) {
    this.keys = keys;
  }

  /** A body as it is stored; without a key id it is not encrypted. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sealed(@Nullable String keyId, byte[] bytes) {}

  Sealed seal(Key event, byte[] body) {
    if (keys == null) {
      return new Sealed(null, body);
    }
    String id = keys.currentId();
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw new IllegalArgumentException(
          "The name of a body key must have 1 to 100 characters, but has " + id.length());
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys, id, nonce, event);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(body.length));
      cipher.doFinal(body, 0, body.length, sealed, NONCE_BYTES);
      return new Sealed(id, sealed);
    } catch (GeneralSecurityException e) {
      throw new CredentialsUnavailableException("A body cannot be encrypted with key " + id, e);
    }
  }

  /**
   * Decrypts a stored body.
   *
   * @throws CredentialsUnavailableException if its key is not available, or not the right one
   */
  byte[] open(Key event, @Nullable String keyId, byte[] stored) {
    if (keyId == null) {
      return stored;
    }
    if (keys == null) {
      throw new CredentialsUnavailableException(
          "The body is encrypted with key " + keyId + ", but this inbox has no keys", null);
    }
    try {
      byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, keys, keyId, nonce, event)
          .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new CredentialsUnavailableException(
          "The body was not encrypted with this key " + keyId + ", or was changed", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CredentialsUnavailableException("A body cannot be decrypted with " + keyId, e);
    }
  }

  private static Cipher cipher(int mode, BodyKeys keys, String id, byte[] nonce, Key event)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.key(id), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(event.bytes());
    return cipher;
  }
}
