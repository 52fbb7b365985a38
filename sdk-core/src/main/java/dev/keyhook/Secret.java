package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text that only two parties know: a shared secret, a token, a key.
 *
 * <p>It never prints itself: {@code toString()} shows the label only, and {@link #reveal()} is the
 * one way to the text. Comparison takes the same time whatever is presented. Immutable.
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
   * @param value the text, exactly as the other party has it
   * @throws IllegalArgumentException if it is empty, or begins or ends with white space, as a text
   *     read from a file with its line break does
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("A secret must not be empty");
    }
    if (value.strip().length() != value.length()) {
      throw new IllegalArgumentException(
          "The secret begins or ends with white space; strip it, a line break perhaps");
    }
    return new Secret(value, sha256(value.getBytes(UTF_8)), null);
  }

  /**
   * Returns the same secret with a name for people, which logs and metrics may show.
   *
   * @param label such as {@code 2026-q4}; must not be the secret itself
   */
  public Secret labelled(String label) {
    if (matches(Objects.requireNonNull(label, "label").getBytes(UTF_8))) {
      throw new IllegalArgumentException("The label must not be the secret itself");
    }
    return new Secret(value, digest, label);
  }

  /** Returns the name for people, if one was given. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /**
   * Says whether somebody presents this secret. The time it takes does not depend on how much of it
   * is right.
   *
   * @param presented the UTF-8 bytes of the text presented
   */
  public boolean matches(byte[] presented) {
    // Digests have equal lengths, so the comparison shows neither a common prefix nor the length.
    return MessageDigest.isEqual(digest, sha256(presented));
  }

  /** Returns the text itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  /** Two secrets are equal when their texts are; labels do not count. */
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
