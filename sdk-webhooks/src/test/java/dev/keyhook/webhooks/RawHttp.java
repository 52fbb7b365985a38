package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends raw HTTP/1.1, including requests that no HTTP client would send. */
final class RawHttp implements AutoCloseable {

  private final Socket socket;

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  RawHttp send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  RawHttp endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Resets the connection, as a crash of the sender would. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads the head of one response. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next;
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")
        && (next = socket.getInputStream().read()) >= 0) {
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  /** Reads the status of one response, or 0 if the connection is closed without a response. */
  int status() throws IOException {
    try {
      String head = head();
      return head.isEmpty() ? 0 : Integer.parseInt(head, 9, 12, 10);
    } catch (SocketException reset) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
