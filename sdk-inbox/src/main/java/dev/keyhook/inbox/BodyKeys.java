package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Supplies the keys that encrypt stored bodies: AES with 256 bits, each with a name.
 *
 * <p>To rotate, let {@link #currentId()} return a new name and keep the old key available until
 * retention has deleted the last body that was encrypted with it.
 *
 * <p>Implementations are safe for use by any number of threads. They are called for each body, so
 * they should keep keys in memory.
 */
public interface BodyKeys {

  /**
   * Returns the name of the key that encrypts new bodies; it is stored with them in clear text.
   *
   * @return at most 100 characters
   * @throws CredentialsUnavailableException if it is not available at the moment: the response to
   *     the delivery is 503
   */
  String currentId();

  /**
   * Returns a key.
   *
   * @param id a name that {@link #currentId()} returns or returned earlier
   * @throws CredentialsUnavailableException if it is not available: the response to a delivery is
   *     503, and a worker pauses without spending an attempt
   */
  SecretKey key(String id);

  /**
   * Returns one key.
   *
   * @param id its name, such as {@code 2026-q4}
   * @param key 32 bytes; copied
   */
  static BodyKeys of(String id, byte[] key) {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    keys.put(id, key);
    return of(id, keys);
  }

  /**
   * Returns several keys, to rotate them.
   *
   * @param currentId the name of the key for new bodies
   * @param keys 32 bytes for each name; copied
   * @throws IllegalArgumentException if a key has another length, or the current one is missing
   */
  static BodyKeys of(String currentId, Map<String, byte[]> keys) {
    return new FixedBodyKeys(currentId, keys);
  }

  /**
   * Returns the key in a file, named after the file.
   *
   * @param file exactly 32 random bytes, for example from {@code head -c 32 /dev/urandom}
   * @throws IllegalArgumentException if the file has another size
   * @throws CredentialsUnavailableException if it cannot be read
   */
  static BodyKeys ofFile(Path file) {
    try {
      long size = Files.size(file);
      if (size != FixedBodyKeys.KEY_BYTES) {
        throw new IllegalArgumentException(
            "The key file "
                + file
                + " must have exactly 32 bytes, but has "
                + size
                + "; create one with: head -c 32 /dev/urandom > FILE");
      }
      return of(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CredentialsUnavailableException("The key file " + file + " cannot be read", e);
    }
  }

  /** Returns an AES key of 32 bytes. */
  static SecretKey aes(byte[] key) {
    if (key.length != FixedBodyKeys.KEY_BYTES) {
      throw new IllegalArgumentException(
          "A key must have 32 bytes (AES-256), but has " + key.length);
    }
    return new SecretKeySpec(key, "AES");
  }
}
