package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends raw bytes over a socket, for requests that are incomplete or invalid. */
final class RawHttp {

  /** How the sender ends the request. */
  enum End {
    /** It closes its output, as after a complete request. */
    HALF_CLOSE,
    /** It sends nothing more, and keeps the connection open. */
    STALL,
    /** It resets the connection. */
    RESET
  }

  private RawHttp() {}

  /** Returns the status line of the response, or an empty text if there is none. */
  static String statusOf(int port, String request, End end) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      if (end == End.RESET) {
        socket.setSoLinger(true, 0);
        return "";
      }
      if (end == End.HALF_CLOSE) {
        socket.shutdownOutput();
      }
      return firstLine(socket.getInputStream());
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
        line.write(b);
      }
    } catch (SocketException e) {
      // The server closed the connection without a response.
    }
    return line.toString(ISO_8859_1);
  }
}
