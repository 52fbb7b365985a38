package dev.keyhook.subscriptions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with raw sockets on loopback, which can send invalid or incomplete responses. */
public final class RawServer implements AutoCloseable {

  /** A received request. */
  public record Received(String method, String target, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** What is done once the request has been read. */
  @FunctionalInterface
  public interface Reply {
    void send(Socket socket, Received request) throws Exception;
  }

  private final ServerSocket server;
  private final String scheme;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Reply otherwise = json(500, "{}");
  private volatile boolean resetsAtOnce;

  private RawServer(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    Thread acceptor = new Thread(this::accept, "raw-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public static RawServer start() throws IOException {
    return onPort(0);
  }

  public static RawServer onPort(int port) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawServer(server, "http");
  }

  public static RawServer on(ServerSocket server, String scheme) {
    return new RawServer(server, scheme);
  }

  /** Returns a port that refuses connections. */
  public static int closedPort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  public URI url() {
    return URI.create(scheme + "://localhost:" + server.getLocalPort());
  }

  public RawServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  public RawServer always(Reply reply) {
    otherwise = reply;
    return this;
  }

  /** Resets each connection as soon as it is made, without reading. */
  public RawServer resetsAtOnce() {
    resetsAtOnce = true;
    return this;
  }

  public List<Received> received() {
    return received;
  }

  public int connections() {
    return connections.get();
  }

  public static Reply json(int status, String body, String... headers) {
    return answer(status, "application/json", body, headers);
  }

  public static Reply answer(int status, String type, String body, String... headers) {
    return (socket, request) -> {
      byte[] bytes = body.getBytes(UTF_8);
      StringBuilder head = head(status, headers);
      if (!type.isEmpty()) {
        head.append("Content-Type: ").append(type).append("\r\n");
      }
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(bytes);
      out.flush();
    };
  }

  /** Promises more than it sends, then closes or stalls. */
  public static Reply part(int status, String body, int missing, Reply then) {
    return (socket, request) -> {
      StringBuilder head = head(status, "Content-Type: application/json");
      head.append("Content-Length: ").append(body.length() + missing).append("\r\n\r\n");
      socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      then.send(socket, request);
    };
  }

  public static Reply text(String raw) {
    return (socket, request) -> {
      socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      socket.close();
    };
  }

  public static Reply hangUp() {
    return (socket, request) -> socket.close();
  }

  public static Reply reset() {
    return (socket, request) -> {
      socket.setSoLinger(true, 0);
      socket.close();
    };
  }

  public Reply stall() {
    return (socket, request) -> closed.await();
  }

  private static StringBuilder head(int status, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        if (resetsAtOnce) {
          socket.setSoLinger(true, 0);
          socket.close();
          continue;
        }
        Thread thread = new Thread(() -> serve(socket), "raw-server-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (Received request = read(in); request != null; request = read(in)) {
        received.add(request);
        Reply reply = replies.poll();
        (reply == null ? otherwise : reply).send(socket, request);
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (Exception e) {
      // the other side went away, which is what many tests are about
    } finally {
      open.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String[] words = first.split(" ", -1);
    return new Received(words[0], words[1], headers, new String(body, UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
