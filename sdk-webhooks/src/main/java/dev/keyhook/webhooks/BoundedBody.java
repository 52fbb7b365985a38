package dev.keyhook.webhooks;

import java.io.IOException;
import java.io.InputStream;

/** The body of a request, read once, as bytes. */
final class BoundedBody {

  private BoundedBody() {}

  /**
   * Reads a body, up to one byte over the limit.
   *
   * @param declared the {@code Content-Length}, or -1
   * @throws IOException if the connection fails, or ends before the declared length
   */
  static byte[] read(InputStream in, long declared, int limit) throws IOException {
    byte[] body = in.readNBytes((int) Math.min(limit + 1L, Integer.MAX_VALUE));
    if (body.length <= limit && body.length < declared) {
      throw new IOException("The request's body ended before its declared length");
    }
    return body;
  }
}
