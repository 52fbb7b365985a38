package dev.keyhook.events.internal;

import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import org.jspecify.annotations.Nullable;

/** Opens bodies for reading, within limits. Immutable and safe for any number of threads. */
public final class JsonInput {

  private static final Fields NONE = Fields.of();

  private final int maxBytes;
  private final int maxDepth;

  /** Makes an input that refuses bodies beyond the limits. */
  public JsonInput(JsonLimits limits) {
    maxBytes = limits.maxBytes();
    maxDepth = limits.maxDepth();
  }

  /**
   * Opens a body at its first byte, or behind its byte order mark.
   *
   * @param body not copied
   * @throws MalformedEventException if it is too large
   */
  public JsonReader open(byte[] body) {
    if (body.length > maxBytes) {
      throw new MalformedEventException(
          Reason.OVER_LIMIT, maxBytes, "The body is larger than " + maxBytes + " bytes");
    }
    return new JsonReader(body, sizeOfByteOrderMark(body), maxDepth, "");
  }

  /**
   * Opens a part of a body that has been read before, and so is known to be JSON.
   *
   * @param offset index of the part's first byte
   * @param pointer JSON pointer of the part from the root of the body
   */
  public JsonReader reopen(byte[] body, int offset, String pointer) {
    return new JsonReader(body, offset, maxDepth, pointer);
  }

  /**
   * Returns the text, number or boolean that begins at an offset of a body read before, as text.
   */
  public @Nullable String textAt(byte[] body, int offset) {
    JsonReader reader = reopen(body, offset, "");
    reader.beginTolerant(NONE);
    return reader.text(1);
  }

  /** Says whether a body that is known to be JSON is an array. */
  public static boolean isArray(byte[] body) {
    return new JsonScanner(body, sizeOfByteOrderMark(body), 1).peek() == '[';
  }

  /**
   * The mark U+FEFF, in UTF-8 the bytes EF BB BF, may stand before JSON (RFC 8259, section 8.1).
   */
  private static int sizeOfByteOrderMark(byte[] body) {
    return body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF
        ? 3
        : 0;
  }
}
