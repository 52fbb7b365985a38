package com.example;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server with one receiver, on a free port of the loopback interface. */
public final class LocalServer implements AutoCloseable {

  private static final String PATH = "/hooks";

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;

  /** Starts the server. */
  public LocalServer(WebhookReceiver receiver) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, WebhookHttpHandler.of(receiver));
    server.setExecutor(threads);
    server.start();
  }

  /** Returns a sender to the receiver. */
  public HttpSender sender() {
    return sender("");
  }

  /**
   * Returns a sender to the receiver, with a query.
   *
   * @param query such as {@code ?a=b}
   */
  public HttpSender sender(String query) {
    return HttpSender.to(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH + query));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
