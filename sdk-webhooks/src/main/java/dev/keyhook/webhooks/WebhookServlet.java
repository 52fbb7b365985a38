package dev.keyhook.webhooks;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets a Jakarta Servlet container (Servlet 6) receive webhooks.
 *
 * <pre>{@code
 * context.addServlet("hook", WebhookServlet.of(receiver)).addMapping("/hook");
 * }</pre>
 *
 * <p>It reads the body once, as bytes, and no further than {@link WebhookReceiver#maxBodyBytes()};
 * no filter before it may read the body or ask for a parameter. Safe for use by any number of
 * threads. It does not survive Java serialization.
 */
@SuppressWarnings("exports") // who has a servlet container has its classes
public final class WebhookServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private static final byte[] NO_BODY = {};

  private final transient WebhookReceiver receiver;

  private WebhookServlet(WebhookReceiver receiver) {
    this.receiver = receiver;
  }

  /** Returns a servlet for one address. */
  public static WebhookServlet of(WebhookReceiver receiver) {
    return new WebhookServlet(Objects.requireNonNull(receiver, "receiver"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(response, answer(request));
  }

  private WebhookResponse answer(HttpServletRequest request) throws IOException {
    if (!request.getMethod().equals("POST")) {
      return receiver.receive(received(request, NO_BODY));
    }
    byte @Nullable [] body =
        BoundedBody.read(
            request.getInputStream(), request.getContentLengthLong(), receiver.maxBodyBytes());
    return body == null
        ? receiver.refuseOversized(received(request, NO_BODY))
        : receiver.receive(received(request, body));
  }

  private static WebhookRequest received(HttpServletRequest request, byte[] body) {
    // A container may list a name in each letter case that was sent, each with all values.
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    return WebhookRequest.of(request.getMethod(), headers, body);
  }

  private static void send(HttpServletResponse response, WebhookResponse answer)
      throws IOException {
    answer.headers().forEach(response::setHeader);
    response.setStatus(answer.status());
    if (answer.status() != 204) { // RFC 9110 section 8.6
      response.setContentLength(0);
    }
    // A handler that was interrupted leaves the thread so, and a channel would close at once.
    if (Thread.interrupted()) {
      try {
        response.flushBuffer();
      } finally {
        Thread.currentThread().interrupt();
      }
    }
  }
}
