package dev.keyhook.events.internal;

import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.RawJson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one event. After the whole body was read, any part can be read again. Immutable, and
 * equal when the bytes are.
 */
public final class JsonBody {

  private final byte[] bytes;
  private final JsonLimits limits;

  /**
   * Returns a body that was not read yet.
   *
   * @param bytes not copied
   */
  JsonBody(byte[] bytes, JsonLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Opens the body at its first value.
   *
   * @throws MalformedEventException if it is too large
   */
  JsonReader open() {
    if (bytes.length > limits.maxBytes()) {
      throw new MalformedEventException(
          Reason.OVER_LIMIT,
          limits.maxBytes(),
          "The body is larger than " + limits.maxBytes() + " bytes");
    }
    return reopen(JsonScanner.startOf(bytes), "");
  }

  /**
   * Opens a part of the body that was read before, and so is valid.
   *
   * @param offset of the first byte of the part
   * @param pointer JSON pointer of the part from the root of the body
   */
  public JsonReader reopen(int offset, String pointer) {
    return reopen(offset, pointer, new Deviations());
  }

  /**
   * Opens a part of the body that was read before.
   *
   * @param found where to add the deviations of the part
   */
  public JsonReader reopen(int offset, String pointer, Deviations found) {
    return new JsonReader(bytes, offset, limits.maxDepth(), pointer, found);
  }

  /**
   * Opens JSON that was composed of parts of the body.
   *
   * @param json not copied
   */
  public JsonReader reopenAs(byte[] json, String pointer, Deviations found) {
    return new JsonReader(json, 0, limits.maxDepth(), pointer, found);
  }

  /**
   * Returns the text, number or boolean at an offset as text.
   *
   * @return null if the offset is not positive
   */
  public @Nullable String textAt(int offset) {
    if (offset <= 0) {
      return null;
    }
    JsonReader reader = reopen(offset, "");
    reader.startTolerantValue();
    return reader.text(1);
  }

  /** Returns the bytes; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns a copy of the bytes. */
  RawJson raw() {
    return RawJson.of(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonBody that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "JsonBody[" + bytes.length + " bytes]";
  }
}
