package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shared secret, such as a token or an API key.
 *
 * <p>{@code toString()} shows the label only; only {@link #reveal()} returns the value. Comparison
 * takes constant time. Immutable.
 */
public final class Secret {

  private final String value;
  private final byte[] digest;
  private final @Nullable String label;

  private Secret(String value, byte[] digest, @Nullable String label) {
    this.value = value;
    this.digest = digest;
    this.label = label;
  }

  /**
   * Returns a secret.
   *
   * @param value exactly as the other party has it
   * @throws IllegalArgumentException if it is empty, or begins or ends with white space, such as
   *     the line break of a file
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("A secret must not be empty");
    }
    if (value.strip().length() != value.length()) {
      throw new IllegalArgumentException(
          "The secret begins or ends with white space, such as a line break; strip it");
    }
    return new Secret(value, sha256(value.getBytes(UTF_8)), null);
  }

  /**
   * Returns the same secret with a readable name, which logs and metrics may show.
   *
   * @param label such as {@code 2026-q4}; must not contain the secret
   */
  public Secret labelled(String label) {
    if (label.contains(value)) {
      throw new IllegalArgumentException("The label must not contain the secret");
    }
    return new Secret(value, digest, label);
  }

  /** Returns the readable name, if one was given. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /**
   * Returns whether the presented bytes are this secret, in a time that does not depend on the
   * number of matching bytes.
   *
   * @param presented the secret as UTF-8
   */
  public boolean matches(byte[] presented) {
    // Digests have equal lengths, so the comparison reveals neither a common prefix nor the length.
    return MessageDigest.isEqual(digest, sha256(presented));
  }

  /** Returns the value, for the code that sends it. */
  public String reveal() {
    return value;
  }

  /** Secrets are equal when their values are; labels do not count. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return label == null ? "Secret[***]" : "Secret[" + label + "]";
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }
}
