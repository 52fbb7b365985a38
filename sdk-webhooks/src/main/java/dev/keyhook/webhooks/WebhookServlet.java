package dev.keyhook.webhooks;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks in a Jakarta Servlet container (Servlet 6).
 *
 * <pre>{@code
 * context.addServlet("hook", WebhookServlet.of(receiver)).addMapping("/hook");
 * }</pre>
 *
 * <p>It reads the body once, as bytes, and only if {@link WebhookReceiver#receiveHead} does not
 * refuse the request. No filter before it may read the body or a request parameter. If the body
 * stalls or is incomplete, it throws an {@link UncheckedIOException}: the container then responds
 * with 500 or not at all. After an {@code IOException} it would respond with 400, and SmartphoneKey
 * would drop the event. Safe for use by any number of threads. It does not survive Java
 * serialization.
 */
@SuppressWarnings("exports") // an application with a servlet container has its classes
public final class WebhookServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient WebhookReceiver receiver;

  private WebhookServlet(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  /** Returns a servlet for one URL. */
  public static WebhookServlet of(WebhookReceiver receiver) {
    return new WebhookServlet(Objects.requireNonNull(receiver, "receiver"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    WebhookRequest.Builder received = head(request);
    Optional<WebhookResponse> early = receiver.receiveHead(received.build());
    clearInterruption();
    if (early.isPresent()) {
      send(response, early.get());
      return;
    }
    WebhookResponse answer = receiver.receive(received.body(body(request)).build());
    clearInterruption();
    send(response, answer);
  }

  /**
   * Clears the interrupt flag, which a handler may have set: the channel would close at its next
   * use. The flag is not restored, because the thread belongs to the container.
   */
  private static void clearInterruption() {
    Thread.interrupted();
  }

  private byte[] body(HttpServletRequest request) {
    try {
      return BoundedBody.read(
          request.getInputStream(), request.getContentLengthLong(), receiver.maxBodyBytes());
    } catch (IOException e) {
      // Not as the cause: Jetty looks among the causes for one that it would answer with 400.
      IOException unread = new IOException("The request's body could not be read");
      unread.addSuppressed(e);
      throw new UncheckedIOException(unread);
    }
  }

  private static WebhookRequest.Builder head(HttpServletRequest request) {
    // A container may list a name in each letter case that was sent, each with all values.
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    WebhookRequest.Builder builder =
        WebhookRequest.builder(request.getMethod()).target(target(request));
    headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    return builder;
  }

  private static String target(HttpServletRequest request) {
    @Nullable String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }

  private static void send(HttpServletResponse response, WebhookResponse answer)
      throws IOException {
    byte[] body = answer.body();
    answer.headers().forEach(response::setHeader);
    response.setStatus(answer.status());
    if (answer.status() != 204) { // RFC 9110 section 8.6
      response.setContentLength(body.length);
    }
    if (body.length > 0) {
      response.getOutputStream().write(body);
    }
  }
}
