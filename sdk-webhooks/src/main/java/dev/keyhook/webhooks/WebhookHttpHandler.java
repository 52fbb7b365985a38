package dev.keyhook.webhooks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks in the JDK's {@code HttpServer}.
 *
 * <pre>{@code
 * server.createContext("/hook", WebhookHttpHandler.of(receiver));
 * }</pre>
 *
 * <p>It reads the body once, as bytes, and only if {@link WebhookReceiver#receiveHead} does not
 * refuse the request. If a body ends before its declared length, the connection is closed without a
 * response, so that the sender retries. Safe for use by any number of threads; give the server an
 * executor, or it serves one request at a time.
 */
public final class WebhookHttpHandler implements HttpHandler {

  /**
   * The maximum number of bytes of a refused body to read, so that the sender can read the
   * response.
   */
  private static final int MAX_DRAINED = 8 << 20;

  /** The limit for reading a refused body, so that a sender that stalls does not hold a thread. */
  private static final long MAX_DRAIN_MILLIS = 5_000;

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
      WebhookRequest.Builder request = head(exchange);
      Optional<WebhookResponse> early = receiver.receiveHead(request.build());
      clearInterruption();
      if (early.isPresent()) {
        refuse(exchange, early.get());
        return;
      }
      byte[] body =
          BoundedBody.read(
              exchange.getRequestBody(), declaredLength(exchange), receiver.maxBodyBytes());
      WebhookResponse response = receiver.receive(request.body(body).build());
      clearInterruption();
      if (body.length > receiver.maxBodyBytes()) {
        refuse(exchange, response);
      } else {
        send(exchange, response);
      }
    }
  }

  /**
   * Clears the interrupt flag, which a handler may have set: the channel would close at its next
   * use. The flag is not restored, because the thread belongs to the server.
   */
  private static void clearInterruption() {
    Thread.interrupted();
  }

  private static WebhookRequest.Builder head(HttpExchange exchange) {
    WebhookRequest.Builder builder =
        WebhookRequest.builder(exchange.getRequestMethod())
            .target(exchange.getRequestURI().toString());
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    return builder;
  }

  private static long declaredLength(HttpExchange exchange) {
    @Nullable String length = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return -1; // the server has its own rules for the length
    }
  }

  /**
   * Responds to a request whose body was not read to its end, and then reads the rest. If the
   * connection were closed earlier, a sender that is still sending would lose the response.
   */
  private static void refuse(HttpExchange exchange, WebhookResponse response) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    if (!hasBody(exchange) || response.status() == 204 || response.status() == 304) {
      drain(exchange.getRequestBody());
      send(exchange, response);
      return;
    }
    // Chunked, because the server closes the connection once a declared length is written.
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(response.status(), 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(response.body());
      out.flush();
      drain(exchange.getRequestBody());
    }
  }

  private static boolean hasBody(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return declaredLength(exchange) > 0 || headers.containsKey("Transfer-Encoding");
  }

  private static void drain(InputStream in) throws IOException {
    byte[] dropped = new byte[1 << 16];
    ReadLimit.run(
        MAX_DRAIN_MILLIS,
        () -> {
          int read = 0;
          for (int rest = MAX_DRAINED; rest > 0 && read >= 0; rest -= read) {
            read = in.read(dropped);
          }
        });
  }

  private static void send(HttpExchange exchange, WebhookResponse response) throws IOException {
    byte[] body = response.body();
    response.headers().forEach(exchange.getResponseHeaders()::set);
    boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(response.status(), hasBody ? body.length : -1);
    if (hasBody) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
    exchange.close();
  }
}
