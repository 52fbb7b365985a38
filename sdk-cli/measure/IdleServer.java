import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An HTTP server that responds 204 and does as little as possible, so that a measurement measures
 * the sender. Requests need a Content-Length. Writes its port to the file in the first argument.
 */
final class IdleServer {

  private static final byte[] RESPONSE =
      "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  public static void main(String[] args) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
      Files.writeString(Path.of(args[0]), Integer.toString(server.getLocalPort()));
      while (true) {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket));
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[64 << 10];
      int filled = 0;
      while (true) {
        int size = requestSize(buffer, filled);
        if (size >= 0 && size <= filled) {
          System.arraycopy(buffer, size, buffer, 0, filled - size);
          filled -= size;
          out.write(RESPONSE);
        } else {
          int read = in.read(buffer, filled, buffer.length - filled);
          if (read <= 0) {
            return;
          }
          filled += read;
        }
      }
    } catch (IOException e) {
      // the client has closed the connection
    }
  }

  /** Returns the size of the first request in bytes; -1 if its head is not complete. */
  private static int requestSize(byte[] buffer, int filled) {
    for (int i = 3; i < filled; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        String head = new String(buffer, 0, i, StandardCharsets.ISO_8859_1).toLowerCase();
        int at = head.indexOf("content-length:");
        int length =
            at < 0 ? 0 : Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)).strip());
        return i + 1 + length;
      }
    }
    return -1;
  }
}
