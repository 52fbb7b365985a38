package dev.keyhook.events.internal;

import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.VerifiedDelivery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Splits a delivery whose body is a JSON array into one delivery for each element. */
final class ArrayOfEvents {

  /** Limits memory: an object for each of a million commas would need more memory than the body. */
  private static final int MAX_EVENTS = 1000;

  private ArrayOfEvents() {}

  /**
   * Returns the parts of a delivery.
   *
   * @return the delivery itself if its body is not an array, an empty one, one of more than 1,000
   *     elements, beyond the limits or invalid
   */
  static List<VerifiedDelivery> split(VerifiedDelivery delivery, JsonLimits limits) {
    if (!mayBeArray(delivery.request().bodyBuffer())
        || delivery.request().bodySize() > limits.maxBytes()) {
      return List.of(delivery);
    }
    byte[] body = delivery.body();
    List<VerifiedDelivery> parts = new ArrayList<>();
    try {
      // The scanner does not enter the array, so that the limit of depth holds for each element.
      JsonScanner in = new JsonScanner(body, JsonScanner.startOf(body), limits.maxDepth());
      in.take('[');
      do {
        if (parts.size() == MAX_EVENTS) {
          return List.of(delivery); // parse(...) rejects it, so that it is kept as unreadable
        }
        in.kind();
        int from = in.position();
        in.skipValue();
        parts.add(delivery.slice(from, in.position() - from));
      } while (in.takeIf(','));
      in.take(']');
      in.peek();
      return in.position() == body.length ? List.copyOf(parts) : List.of(delivery);
    } catch (MalformedEventException e) {
      return List.of(delivery); // parse(...) rejects it with the reason
    }
  }

  /** Looks at the first bytes only, because nearly all deliveries are single events. */
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
}
