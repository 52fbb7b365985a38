package dev.keyhook.events.internal;

import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.VerifiedDelivery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens bodies for reading, within limits. Immutable and safe for any number of threads. */
public final class JsonInput {

  private static final Fields NONE = Fields.of();

  private final int maxBytes;
  private final int maxDepth;

  /** Creates an input that rejects bodies beyond the limits. */
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
  JsonReader open(byte[] body) {
    if (body.length > maxBytes) {
      throw new MalformedEventException(
          Reason.OVER_LIMIT, maxBytes, "The body is larger than " + maxBytes + " bytes");
    }
    return new JsonReader(body, sizeOfByteOrderMark(body), maxDepth, "", new Deviations());
  }

  /**
   * Opens a part of a body that was read before, and so is known to be JSON.
   *
   * @param offset index of the part's first byte
   * @param pointer JSON pointer of the part from the root of the body
   * @param deviations where to add its deviations
   */
  JsonReader reopen(byte[] body, int offset, String pointer, Deviations deviations) {
    return new JsonReader(body, offset, maxDepth, pointer, deviations);
  }

  /**
   * Returns a delivery for each element of a JSON array, so that one delivery can hold several
   * events.
   *
   * @return the delivery itself if its body is no array, an empty one, beyond the limits or invalid
   */
  List<VerifiedDelivery> split(VerifiedDelivery delivery) {
    if (!mayBeArray(delivery.request().bodyBuffer()) || delivery.request().bodySize() > maxBytes) {
      return List.of(delivery);
    }
    byte[] body = delivery.body();
    List<VerifiedDelivery> parts = new ArrayList<>();
    try {
      JsonScanner in = new JsonScanner(body, sizeOfByteOrderMark(body), maxDepth);
      in.take('[');
      do {
        in.kind();
        int from = in.position();
        in.skipValue();
        parts.add(delivery.slice(from, in.position() - from));
      } while (in.takeIf(','));
      in.take(']');
      return in.peek() == 0 && in.position() == body.length ? parts : List.of(delivery);
    } catch (MalformedEventException e) {
      return List.of(delivery); // parse(...) rejects it, and says why
    }
  }

  /** Looks at the first bytes only: nearly all deliveries are single events. */
  private static boolean mayBeArray(ByteBuffer body) {
    while (body.hasRemaining()) {
      byte b = body.get();
      boolean skipped = b <= ' '; // white space, or a byte of the byte order mark
      if (!skipped) {
        return b == '[';
      }
    }
    return false;
  }

  /**
   * Returns the text, number or boolean that begins at an offset of a body read before, as text.
   */
  @Nullable String textAt(byte[] body, int offset) {
    JsonReader reader = reopen(body, offset, "", new Deviations());
    reader.beginTolerant(NONE);
    return reader.text(1);
  }

  /** The mark U+FEFF, in UTF-8 the bytes EF BB BF, may precede JSON (RFC 8259, section 8.1). */
  private static int sizeOfByteOrderMark(byte[] body) {
    return body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF
        ? 3
        : 0;
  }
}
