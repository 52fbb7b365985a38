package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as received: pass it to the JSON library of your choice.
 *
 * <p>The {@linkplain Event#raw() body of an event} and objects within it are valid JSON. A text
 * that is only documented as JSON, such as the states of a device shadow, has not been parsed and
 * may be any text. Immutable, and equal when the bytes are.
 *
 * <p>{@code toString()} prints no content; use {@link #text()} to see it.
 */
public final class RawJson {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final byte @Nullable [] bytes;
  private final @Nullable String text; // may contain lone surrogates, which UTF-8 cannot encode

  private RawJson(byte @Nullable [] bytes, @Nullable String text) {
    this.bytes = bytes;
    this.text = text;
  }

  /** Returns the given UTF-8 bytes, copied. */
  public static RawJson of(byte[] utf8) {
    return new RawJson(utf8.clone(), null);
  }

  /** Returns the given text. */
  public static RawJson of(String text) {
    return new RawJson(null, Objects.requireNonNull(text, "text"));
  }

  /** Returns the JSON as text, without the byte order mark if its bytes begin with one. */
  public String text() {
    if (bytes == null) {
      return Objects.requireNonNull(text);
    }
    String all = new String(bytes, UTF_8);
    return all.startsWith(BYTE_ORDER_MARK) ? all.substring(1) : all;
  }

  /** Returns a copy of the UTF-8 bytes, exactly as received. */
  public byte[] toByteArray() {
    return bytes == null ? Objects.requireNonNull(text).getBytes(UTF_8) : bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawJson that && Arrays.equals(toByteArray(), that.toByteArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toByteArray());
  }

  @Override
  public String toString() {
    return "RawJson[***]";
  }
}
