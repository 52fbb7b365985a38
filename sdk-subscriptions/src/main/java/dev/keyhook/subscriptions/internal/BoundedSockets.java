package dev.keyhook.subscriptions.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that read at most so many bytes: the HTTP library bounds neither the length of a
 * chunk's extension nor the number of interim responses. Thread-safe.
 */
final class BoundedSockets extends SocketFactory {

  /** For the head, interim responses and TLS. */
  private static final long OVERHEAD = 1 << 20;

  /** Chunks of one byte take six; then some for their extensions. */
  private static final int BYTES_FOR_EACH_BYTE = 8;

  private final long limit;

  /** Makes sockets on which a response with a body of the given size arrives in any framing. */
  BoundedSockets(int maxResponseBytes) {
    this.limit = OVERHEAD + (long) BYTES_FOR_EACH_BYTE * maxResponseBytes;
  }

  @Override
  public Socket createSocket() {
    return new BoundedSocket(limit);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("Only sockets that are connected later");
  }

  /** More bytes arrived than any response has that is not too large. */
  static final class LimitException extends IOException {

    private static final long serialVersionUID = 1;
  }

  private static final class BoundedSocket extends Socket {

    private final long limit;

    private BoundedSocket(long limit) {
      this.limit = limit;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new BoundedInput(super.getInputStream(), limit);
    }
  }

  private static final class BoundedInput extends FilterInputStream {

    private long left;

    private BoundedInput(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new LimitException();
      }
    }
  }
}
