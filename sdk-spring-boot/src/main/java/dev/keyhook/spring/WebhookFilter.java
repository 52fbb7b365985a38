package dev.keyhook.spring;

import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.WebhookServlet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * Receives webhooks in a servlet container, before any other filter sees the request.
 *
 * <p>After a body that was cut or stalled, containers respond with 400 or 408 through an error
 * dispatch, which Spring Security turns into 403; SmartphoneKey would drop the event. Therefore
 * this filter also runs in error dispatches, and responds to those of its own paths with 503.
 */
final class WebhookFilter implements Filter {

  private static final String RETRY_AFTER_SECONDS = "10";

  private final Supplier<WebhookEndpoints> endpoints;
  private final ConcurrentMap<WebhookReceiver, WebhookServlet> servlets = new ConcurrentHashMap<>();

  /**
   * Creates the filter.
   *
   * @param endpoints called for each request, so that handlers are created after the web server
   */
  WebhookFilter(Supplier<WebhookEndpoints> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      if (isOurs(failedPath(http))) {
        retryLater((HttpServletResponse) response);
        return;
      }
    } else {
      WebhookReceiver receiver = endpoints.get().at(path(http));
      if (receiver != null) {
        receive(receiver, http, (HttpServletResponse) response);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private void receive(
      WebhookReceiver receiver, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      servlets.computeIfAbsent(receiver, WebhookServlet::of).service(request, response);
    } catch (UncheckedIOException e) {
      // The body was cut or stalled. The cause is the sender's network, so there is no stack trace.
      retryLater(response);
    }
  }

  private static void retryLater(HttpServletResponse response) {
    if (!response.isCommitted()) {
      response.resetBuffer();
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
      response.setHeader("Connection", "close");
      response.setContentLength(0);
    }
  }

  private boolean isOurs(@Nullable String path) {
    return path != null && endpoints.get().at(path) != null;
  }

  /** Returns the path within the application; the container has decoded it. */
  private static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  /** Returns the path of the request that failed, or null if the container does not say. */
  private static @Nullable String failedPath(HttpServletRequest request) {
    if (!(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String raw)) {
      return null;
    }
    try {
      String path = URI.create(raw).normalize().getRawPath();
      String context = request.getContextPath();
      String withoutParameters = path.replaceAll(";[^/]*", "");
      return withoutParameters.startsWith(context)
          ? UriUtils.decode(withoutParameters.substring(context.length()), "UTF-8")
          : null;
    } catch (IllegalArgumentException e) {
      return null; // an invalid URI is not the path of an endpoint
    }
  }
}
