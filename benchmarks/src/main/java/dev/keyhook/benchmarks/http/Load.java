package dev.keyhook.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.benchmarks.Deliveries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers events over connections that stay open, each as fast as its responses arrive. Each
 * delivery has a unique id.
 */
public final class Load {

  private static final AtomicLong IDS = new AtomicLong();

  private Load() {}

  /**
   * The result of a turn.
   *
   * @param perSecond deliveries with a response, per second
   * @param medianMicros the median time from the first byte sent to the last byte of the response
   * @param p99Micros the 99th percentile
   */
  public record Measured(double perSecond, double medianMicros, double p99Micros) {

    /** Parses the output of {@link #toString}. */
    public static Measured parse(String line) {
      String[] part = line.split(" ", -1);
      return new Measured(
          Double.parseDouble(part[0]), Double.parseDouble(part[1]), Double.parseDouble(part[2]));
    }

    @Override
    public String toString() {
      return perSecond + " " + medianMicros + " " + p99Micros;
    }
  }

  /** Delivers to a path for the given time, as fast as responses arrive. */
  public static Measured deliver(int port, String path, int connections, long millis)
      throws IOException, InterruptedException, ExecutionException {
    return deliver(port, path, connections, millis, 0);
  }

  /**
   * Delivers to a path for the given time.
   *
   * @param perSecond how many deliveries to start each second, at equal intervals and without
   *     waiting for the responses of other connections; latency is measured from the planned start.
   *     0 for as fast as responses arrive
   */
  public static Measured deliver(int port, String path, int connections, long millis, int perSecond)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService senders = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Future<long[]>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long pause = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(connections) / perSecond;
        long first = start + pause * i / connections;
        running.add(senders.submit(() -> deliverUntil(end, port, path, first, pause)));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> sender : running) {
        all.add(sender.get());
      }
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new Measured(
          nanos.length / seconds,
          nanos[nanos.length / 2] / 1000.0,
          nanos[(int) (nanos.length * 0.99)] / 1000.0);
    } finally {
      senders.shutdownNow();
    }
  }

  private static long[] deliverUntil(long end, int port, String path, long first, long pause)
      throws IOException {
    byte[] body = Deliveries.body();
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\nUser-Agent: Amazon/EventBridge/ApiDestinations\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nRange: bytes=0-1048575\r\n"
                + "Authorization: "
                + Deliveries.authorization()
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    byte[] response = new byte[4096];
    long[] nanos = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      while (System.nanoTime() < end) {
        long id = IDS.incrementAndGet();
        Deliveries.nextId(body, id);
        Deliveries.nextLock(body, id);
        System.arraycopy(body, 0, request, head.length, body.length);
        long before = pause == 0 ? System.nanoTime() : first + count * pause;
        for (long left = before - System.nanoTime(); left > 0; left = before - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        out.write(request);
        readResponse(in, response);
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = System.nanoTime() - before;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  /**
   * Reads one response. The buffer contains nothing else, because the next request is sent
   * afterwards.
   */
  private static void readResponse(InputStream in, byte[] buffer) throws IOException {
    int length = 0;
    int bodyFrom = -1;
    int bodyLength = 0;
    while (bodyFrom < 0 || length < bodyFrom + bodyLength) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read <= 0) {
        throw new IOException("the server has closed the connection");
      }
      length += read;
      if (bodyFrom < 0) {
        bodyFrom = endOfHead(buffer, length);
        bodyLength = bodyFrom < 0 ? 0 : contentLength(buffer, bodyFrom);
      }
    }
    if (buffer[9] != '2') {
      throw new IOException("The response is " + new String(buffer, 0, length, UTF_8));
    }
  }

  private static int endOfHead(byte[] buffer, int length) {
    for (int i = 3; i < length; i++) {
      if (buffer[i] == '\n'
          && buffer[i - 1] == '\r'
          && buffer[i - 2] == '\n'
          && buffer[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int contentLength(byte[] buffer, int end) {
    byte[] name = {'\n', 'C', 'o', 'n', 't', 'e', 'n', 't', '-', 'l'};
    for (int i = 0; i + name.length < end; i++) {
      if (Arrays.equals(buffer, i, i + name.length, name, 0, name.length)) {
        int length = 0;
        int at = i + "\nContent-length: ".length();
        while (buffer[at] != '\r') {
          length = 10 * length + buffer[at++] - '0';
        }
        return length;
      }
    }
    return 0;
  }

  /**
   * Reads commands and prints the results. Each line has a path, the number of connections, the
   * milliseconds, and optionally the deliveries per second.
   *
   * @param args the server's port
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] part = order.split(" ", -1);
      System.out.println(
          deliver(
              port,
              part[0],
              Integer.parseInt(part[1]),
              Long.parseLong(part[2]),
              part.length > 3 ? Integer.parseInt(part[3]) : 0));
    }
  }
}
