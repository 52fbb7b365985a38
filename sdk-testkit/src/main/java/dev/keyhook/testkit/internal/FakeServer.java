package dev.keyhook.testkit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyhook.testkit.ApiFault;
import dev.keyhook.testkit.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that responds by rules or with queued faults. Thread-safe. */
public final class FakeServer implements AutoCloseable {

  /** The rules of a fake; must be safe for use by several threads. */
  @FunctionalInterface
  public interface Rules {

    /** Carries a request out and returns the response. */
    FakeResponse carryOut(FakeRequest request);
  }

  private final HttpServer server;
  private final Rules rules;
  private final Queue<ApiFault> faults = new ConcurrentLinkedQueue<>();
  private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
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

  /** Returns all requests, in the order in which they arrived. */
  public List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      FakeRequest request = FakeRequest.read(exchange);
      requests.add(request.received());
      ApiFault fault = faults.poll();
      if (fault == null) {
        send(exchange, carryOut(request));
        return;
      }
      switch (fault.kind()) {
        case REFUSED -> send(exchange, refusal(fault));
        case REQUEST_LOST -> {}
        case RESPONSE_LOST -> carryOut(request);
        case RESPONSE_CUT -> cut(exchange, carryOut(request));
        case STALLED -> closed.await();
        case DELAYED -> {
          FakeResponse response = carryOut(request);
          boolean ended =
              closed.await(fault.time().orElse(Duration.ZERO).toMillis(), TimeUnit.MILLISECONDS);
          if (!ended) {
            send(exchange, response);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Keeps an exception of the test's own code, which would otherwise be lost in a server thread.
   */
  private FakeResponse carryOut(FakeRequest request) {
    try {
      return rules.carryOut(request);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      return FakeResponse.error(500, "TestFailed", "Code of the test threw an exception");
    }
  }

  private static FakeResponse refusal(ApiFault fault) {
    FakeResponse response =
        FakeResponse.error(
            fault.status(), "Fault" + fault.status(), "A fault that a test asked for");
    return fault
        .time()
        .map(
            pause ->
                new FakeResponse(
                    response.status(),
                    Map.of("Retry-After", Long.toString(pause.toSeconds())),
                    response.json()))
        .orElse(response);
  }

  private static void send(HttpExchange exchange, FakeResponse response) throws IOException {
    byte[] body = head(exchange, response);
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void cut(HttpExchange exchange, FakeResponse response) throws IOException {
    byte[] body = head(exchange, response);
    exchange.sendResponseHeaders(
        response.status() == 204 ? 200 : response.status(), body.length + 100L);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private static byte[] head(HttpExchange exchange, FakeResponse response) {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    @Nullable String json = response.json();
    if (json != null) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    return response.body();
  }

  /**
   * Ends all requests and frees the port. Closing twice does nothing.
   *
   * @throws IllegalStateException if code of the test threw during a request; with its exception as
   *     the cause
   */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw new IllegalStateException("Code of the test threw during a request", thrown);
    }
  }
}
