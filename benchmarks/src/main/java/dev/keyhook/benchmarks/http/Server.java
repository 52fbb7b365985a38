package dev.keyhook.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyhook.benchmarks.Deliveries;
import dev.keyhook.webhooks.WebhookHttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * The JDK's server with four handlers: {@code /echo} sends the body back, {@code /read} reads it
 * and responds with 204, {@code /keyhook} receives it, {@code /observed} does so with metrics and
 * traces.
 */
public final class Server implements AutoCloseable {

  private static final int THREADS = 16;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** Starts the server on a free port of the loopback interface. */
  public Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext("/echo", Server::echo);
    server.createContext("/read", Server::read);
    server.createContext("/keyhook", WebhookHttpHandler.of(Deliveries.receiver(new LongAdder())));
    server.createContext(
        "/observed", WebhookHttpHandler.of(Deliveries.observedReceiver(new LongAdder())));
    server.start();
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void read(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  /** Prints the port, and serves until the input ends. */
  public static void main(String[] args) throws IOException {
    try (Server server = new Server()) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Input is ignored; only its end counts.
      }
    }
  }
}
