package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as it was received, not interpreted: hand it to the JSON library of your choice.
 *
 * <p>What it holds is JSON when it is the {@linkplain Event#raw() body of an event} or an object
 * within it. Text that a vendor only calls JSON, such as the states of a device shadow, may be
 * anything: nobody has parsed it. Immutable, and equal when the bytes are.
 *
 * <p>{@code toString()} prints no content; use {@link #text()} to see it.
 */
public final class RawJson {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final byte @Nullable [] bytes;
  private final int from;
  private final int to;
  private final @Nullable String text;

  private RawJson(byte @Nullable [] bytes, int from, int to, @Nullable String text) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.text = text;
  }

  /** Returns the given UTF-8 bytes, copied. */
  public static RawJson of(byte[] utf8) {
    byte[] copy = utf8.clone();
    return new RawJson(copy, 0, copy.length, null);
  }

  /** Returns the given text. */
  public static RawJson of(String text) {
    return new RawJson(null, 0, 0, Objects.requireNonNull(text, "text"));
  }

  /**
   * Returns a range of the given UTF-8 bytes without copying them, for parsers that own the array.
   * Whoever calls this must not change the array afterwards.
   *
   * @param from index of the first byte
   * @param to index after the last byte
   * @throws IndexOutOfBoundsException if the range lies outside the array
   */
  public static RawJson wrap(byte[] utf8, int from, int to) {
    Objects.checkFromToIndex(from, to, utf8.length);
    return new RawJson(utf8, from, to, null);
  }

  /** Returns the JSON as text, without the byte order mark if its bytes begin with one. */
  public String text() {
    if (bytes == null) {
      return Objects.requireNonNull(text);
    }
    String all = new String(bytes, from, to - from, UTF_8);
    return all.startsWith(BYTE_ORDER_MARK) ? all.substring(1) : all;
  }

  /** Returns the JSON as a new array of UTF-8 bytes, exactly as received. */
  public byte[] toByteArray() {
    return bytes == null
        ? Objects.requireNonNull(text).getBytes(UTF_8)
        : Arrays.copyOfRange(bytes, from, to);
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
