package dev.keyhook.cli.send;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A persistent HTTP/1.1 connection over a plain socket, because a full client would take more time
 * than the receiver. Used by one thread.
 */
public final class Connection implements AutoCloseable {

  /** How long EventBridge waits for a response. */
  private static final int TIMEOUT_MILLIS = 5_000;

  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);

  private final URI url;
  private final boolean isWatched;
  private volatile @Nullable Socket socket;
  private @Nullable InputStream in;
  private boolean isReused;

  /** When the current exchange began; 0 if there is none. */
  private volatile long startNanos;

  private Connection(URI url, boolean isWatched) {
    this.url = url;
    this.isWatched = isWatched;
  }

  /** Prepares a connection to the host of a URL; it is opened when it is needed. */
  public Connection(URI url) {
    this(url, false);
  }

  /**
   * Prepares a connection whose timeout is enforced by another thread, which calls {@link
   * #closeIfLate}. A timeout of the socket would take two more system calls for each response.
   */
  static Connection watched(URI url) {
    return new Connection(url, true);
  }

  /** Ends an exchange that has lasted too long. For use by another thread. */
  void closeIfLate() {
    long start = startNanos;
    Socket current = socket;
    if (start != 0 && current != null && System.nanoTime() - start > TIMEOUT_NANOS) {
      close(current);
    }
  }

  /** Sends a request and reads the response. */
  public Reply exchange(byte[] request) {
    startNanos = System.nanoTime() | 1; // never 0
    try {
      return exchangeOnce(request);
    } finally {
      startNanos = 0;
    }
  }

  private Reply exchangeOnce(byte[] request) {
    try {
      open();
    } catch (IOException e) {
      close();
      return Reply.NO_CONNECTION;
    }
    boolean wasReused = isReused;
    try {
      return attempt(request);
    } catch (EOFException e) {
      close();
      // A server may close an idle connection at any time; the delivery has not failed.
      return wasReused ? exchangeOnce(request) : Reply.NO_RESPONSE;
    } catch (IOException e) {
      close();
      return Reply.NO_RESPONSE;
    }
  }

  /** Sends a part of a request, and breaks the connection. */
  public void cut(byte[] request, int length) {
    try {
      open();
      Socket current = socket;
      if (current != null) {
        current.getOutputStream().write(request, 0, length);
      }
    } catch (IOException e) {
      // broken one way or the other
    } finally {
      close();
    }
  }

  private void open() throws IOException {
    isReused = socket != null;
    if (isReused) {
      return;
    }
    boolean isSecure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : isSecure ? 443 : 80;
    String host = url.getHost().replaceAll("^\\[|\\]$", "");
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(isWatched ? 0 : TIMEOUT_MILLIS);
      plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket = plain;
      Socket opened = isSecure ? secured(plain, host, port) : plain;
      socket = opened;
      in = new BufferedInputStream(opened.getInputStream(), 1024);
    } catch (IOException e) {
      close(plain);
      throw e;
    }
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private Reply attempt(byte[] request) throws IOException {
    Socket current = socket;
    InputStream input = in;
    if (current == null || input == null) {
      return Reply.NO_RESPONSE;
    }
    try {
      current.getOutputStream().write(request);
    } catch (IOException e) {
      if (isReused) {
        throw new EOFException();
      }
      // The receiver may have responded early, as to a body over its limit: read that.
    }
    String statusLine = line(input);
    while (statusLine.startsWith("HTTP/1.1 1")) {
      skipHead(input);
      statusLine = line(input);
    }
    int status = statusLine.length() < 12 ? 0 : Integer.parseInt(statusLine, 9, 12, 10);
    return read(status, statusLine.startsWith("HTTP/1.0"), input);
  }

  private Reply read(int status, boolean isOld, InputStream input) throws IOException {
    long length = status == 204 || status == 304 ? 0 : -1;
    long retryAfter = 0;
    boolean isChunked = false;
    boolean isClosing = isOld;
    for (String header = line(input); !header.isEmpty(); header = line(input)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = number(header);
      } else if (lower.startsWith("retry-after:")) {
        retryAfter = Math.max(0, number(header));
      } else if (lower.startsWith("transfer-encoding:")) {
        isChunked = lower.contains("chunked");
      } else if (lower.startsWith("connection:")) {
        isClosing = lower.contains("close");
      }
    }
    if (isChunked) {
      skipChunks(input);
    } else if (length >= 0) {
      skip(input, length);
    } else {
      isClosing = true;
    }
    if (isClosing) {
      close();
    }
    return new Reply(status, retryAfter, true);
  }

  private static long number(String header) {
    try {
      return Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void skipHead(InputStream input) throws IOException {
    for (String line = line(input); !line.isEmpty(); ) {
      line = line(input);
    }
  }

  private static void skipChunks(InputStream input) throws IOException {
    while (true) {
      String size = line(input).replaceFirst(";.*", "").strip();
      long length = size.isEmpty() ? 0 : Long.parseLong(size, 16);
      skip(input, length);
      if (length == 0) {
        skipHead(input);
        return;
      }
      line(input);
    }
  }

  private static void skip(InputStream input, long length) throws IOException {
    input.skipNBytes(length);
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder(40);
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > 16_384) {
        throw new IOException("a line of the response is too long");
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    Socket current = socket;
    socket = null;
    in = null;
    if (current != null) {
      close(current);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // already closed
    }
  }
}
