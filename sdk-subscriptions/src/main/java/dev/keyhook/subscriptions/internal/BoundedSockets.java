package dev.keyhook.subscriptions.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Creates sockets that read a limited number of bytes, because OkHttp limits neither the length of
 * a chunk extension nor the number of interim responses. The limit is that of one response: {@link
 * Wire} reuses no connection. Thread-safe.
 */
final class BoundedSockets extends SocketFactory {

  /** For the head, interim responses and TLS. */
  private static final long OVERHEAD = 1 << 20;

  /** A chunk of one byte takes six bytes; the other two are for chunk extensions. */
  private static final int BYTES_FOR_EACH_BYTE = 8;

  private final long limit;

  /** Creates sockets that can read a body of the given size in any framing. */
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
    return new UnsupportedOperationException("OkHttp connects sockets itself");
  }

  /** The response has more bytes than one with the largest allowed body can have. */
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
