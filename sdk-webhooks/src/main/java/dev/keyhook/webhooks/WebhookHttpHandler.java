package dev.keyhook.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDK's {@code HttpServer} receive webhooks.
 *
 * <pre>{@code
 * server.createContext("/hook", WebhookHttpHandler.of(receiver));
 * }</pre>
 *
 * <p>It reads the body once, as bytes, and no further than {@link WebhookReceiver#maxBodyBytes()}.
 * A request whose body ends too early is not handled at all; its connection is closed. Safe for use
 * by any number of threads; give the server an executor, or it serves one request at a time.
 */
public final class WebhookHttpHandler implements HttpHandler {

  /** How much of a body over the limit is read so that its sender hears the answer. */
  private static final int MAX_DRAINED = 8 << 20;

  private static final byte[] NO_BODY = {};

  private final WebhookReceiver receiver;

  private WebhookHttpHandler(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  /** Returns a handler for a context of the server. */
  public static WebhookHttpHandler of(WebhookReceiver receiver) {
    return new WebhookHttpHandler(Objects.requireNonNull(receiver, "receiver"));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("POST")) {
        send(exchange, receiver.receive(request(exchange, NO_BODY)));
        return;
      }
      InputStream in = exchange.getRequestBody();
      byte @Nullable [] body =
          BoundedBody.read(in, declaredLength(exchange), receiver.maxBodyBytes());
      if (body == null) {
        drain(in);
        exchange.getResponseHeaders().set("Connection", "close");
        send(exchange, receiver.refuseOversized(request(exchange, NO_BODY)));
        return;
      }
      send(exchange, receiver.receive(request(exchange, body)));
    }
  }

  private static WebhookRequest request(HttpExchange exchange, byte[] body) {
    return WebhookRequest.of(exchange.getRequestMethod(), exchange.getRequestHeaders(), body);
  }

  private static long declaredLength(HttpExchange exchange) {
    @Nullable String length = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return -1; // the server has read the body its own way
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] dropped = new byte[8192];
    for (int rest = MAX_DRAINED; rest > 0; ) {
      int read = in.read(dropped);
      if (read < 0) {
        return;
      }
      rest -= read;
    }
  }

  private static void send(HttpExchange exchange, WebhookResponse answer) throws IOException {
    // A handler that was interrupted leaves the thread so, and a channel would close at once.
    boolean wasInterrupted = Thread.interrupted();
    try {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), -1);
      exchange.close();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
