package dev.keyhook.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * An event's id within an endpoint. Comparable, so that hash collisions that a sender provokes do
 * not slow a map down.
 */
final class Key implements Comparable<Key> {

  /** An event id is usually a UUID of 36 characters; longer ids are replaced by a digest. */
  private static final int MAX_PLAIN_LENGTH = 64;

  private final String endpoint;
  private final String id;
  private final boolean isDigest;

  private Key(String endpoint, String id, boolean isDigest) {
    this.endpoint = endpoint;
    this.id = id;
    this.isDigest = isDigest;
  }

  static Key of(String endpoint, String id) {
    return id.length() <= MAX_PLAIN_LENGTH
        ? new Key(endpoint, id, false)
        : new Key(endpoint, new String(sha256(id), ISO_8859_1), true);
  }

  private static byte[] sha256(String key) {
    try {
      // A lone surrogate has no UTF-8, and encoders replace it; so the chars are digested as is.
      byte[] chars = new byte[2 * key.length()];
      for (int i = 0; i < key.length(); i++) {
        chars[2 * i] = (byte) (key.charAt(i) >> 8);
        chars[2 * i + 1] = (byte) key.charAt(i);
      }
      return MessageDigest.getInstance("SHA-256").digest(chars);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }

  /** A plain id never equals a digest, so a sender cannot make one look like the other. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key that
        && isDigest == that.isDigest
        && id.equals(that.id)
        && endpoint.equals(that.endpoint);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + endpoint.hashCode();
  }

  @Override
  public int compareTo(Key other) {
    int byId = id.compareTo(other.id);
    int byEndpoint = byId == 0 ? endpoint.compareTo(other.endpoint) : byId;
    return byEndpoint == 0 ? Boolean.compare(isDigest, other.isDigest) : byEndpoint;
  }
}
