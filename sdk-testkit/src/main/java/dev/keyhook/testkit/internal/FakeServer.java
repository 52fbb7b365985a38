package dev.keyhook.testkit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyhook.testkit.ApiFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that answers by rules, unless a fault is due. Thread-safe. */
public final class FakeServer implements AutoCloseable {

  /** What a fake does when nothing goes wrong; must be safe for use by several threads. */
  @FunctionalInterface
  public interface Rules {

    /** Carries a request out, and returns what to answer. */
    FakeAnswer carryOut(FakeRequest request);
  }

  private final HttpServer server;
  private final Rules rules;
  private final Queue<ApiFault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "keyhook-fake");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts a server on a free port. */
  public FakeServer(Rules rules) {
    this.rules = rules;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on loopback", e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Returns a URL on this server. */
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Makes the next requests fail, one fault each, in this order. */
  public void failNext(List<ApiFault> more) {
    faults.addAll(more);
  }

  /** Returns method and path of all requests, in the order in which they came. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeRequest request = FakeRequest.read(exchange);
      requests.add(request.toString());
      ApiFault fault = faults.poll();
      if (fault == null) {
        send(exchange, rules.carryOut(request));
        return;
      }
      switch (fault.kind()) {
        case REFUSED -> send(exchange, refusal(fault));
        case REQUEST_LOST -> {}
        case ANSWER_LOST -> rules.carryOut(request);
        case ANSWER_CUT -> cut(exchange, rules.carryOut(request));
        case STALLED -> closed.await();
        case DELAYED -> {
          FakeAnswer answer = rules.carryOut(request);
          boolean ended =
              closed.await(fault.time().orElseThrow().toMillis(), TimeUnit.MILLISECONDS);
          if (!ended) {
            send(exchange, answer);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static FakeAnswer refusal(ApiFault fault) {
    FakeAnswer answer =
        FakeAnswer.error(fault.status(), "Fault" + fault.status(), "A fault that a test asked for");
    return fault
        .time()
        .map(
            pause ->
                new FakeAnswer(
                    answer.status(),
                    Map.of("Retry-After", Long.toString(pause.toSeconds())),
                    answer.json()))
        .orElse(answer);
  }

  private static void send(HttpExchange exchange, FakeAnswer answer) throws IOException {
    byte[] body = head(exchange, answer);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void cut(HttpExchange exchange, FakeAnswer answer) throws IOException {
    byte[] body = head(exchange, answer);
    exchange.sendResponseHeaders(
        answer.status() == 204 ? 200 : answer.status(), body.length + 100L);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private static byte[] head(HttpExchange exchange, FakeAnswer answer) {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    @Nullable String json = answer.json();
    if (json != null) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    return answer.body();
  }

  /** Ends all requests and frees the port. Closing twice does nothing. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
