package dev.keyhook.webhooks;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, read once, as bytes, and not further than a limit. */
final class BoundedBody {

  private BoundedBody() {}

  /**
   * Reads a body.
   *
   * @param declared the {@code Content-Length}, or -1
   * @return null if it is, or says it is, larger than the limit
   * @throws IOException if the connection fails, or ends before the declared length
   */
  static byte @Nullable [] read(InputStream in, long declared, int limit) throws IOException {
    if (declared > limit) {
      return null;
    }
    byte[] body = in.readNBytes(limit);
    if (body.length == limit && in.read() >= 0) {
      return null;
    }
    if (body.length < declared) {
      throw new IOException("The request's body ended before its declared length");
    }
    return body;
  }
}
