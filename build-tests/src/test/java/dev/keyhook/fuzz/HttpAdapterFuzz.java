package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.keyhook.JsonLimits;
import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.WebhookServlet;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fuzzes the server adapters: a line with the method, lines with headers, an empty line, the body.
 *
 * <p>Both adapters must send the same response once, with a documented status, or no response if
 * the body is shorter than declared.
 */
public final class HttpAdapterFuzz {

  private static final Set<Integer> STATUSES = Set.of(204, 401, 403, 405, 413, 500, 503);
  private static final int CUT = -1;

  private HttpAdapterFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, ISO_8859_1);
    int empty = text.indexOf("\n\n");
    List<String> head = (empty < 0 ? text : text.substring(0, empty)).lines().toList();
    byte[] body = (empty < 0 ? "" : text.substring(empty + 2)).getBytes(ISO_8859_1);
    String method = head.isEmpty() ? "" : head.get(0);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : head.subList(Math.min(1, head.size()), head.size())) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.chars().noneMatch(c -> c == '\r')) {
        headers
            .computeIfAbsent(line.substring(0, colon), none -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    int byHandler = handler(method, headers, body);
    int byServlet = servlet(method, headers, body);
    Promise.holds(
        byHandler == byServlet, "adapters respond alike: " + byHandler + ", " + byServlet);
    Promise.holds(
        byHandler == CUT || STATUSES.contains(byHandler), "the status is documented: " + byHandler);
  }

  private static WebhookReceiver receiver() {
    return SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(Secret.of("s3cret")))
        .partnerId("acme-corp")
        .limits(JsonLimits.defaults().maxBytes(4096))
        .handle(SmartphoneKeyEvents.router().otherwise(event -> event.data().toJson()).build())
        .onFailure((delivery, cause) -> {})
        .listener((endpoint, request) -> new ReceiverListener() {})
        .build();
  }

  private static int handler(String method, Map<String, List<String>> headers, byte[] body) {
    FakeExchange exchange = new FakeExchange(method, headers, body);
    try {
      WebhookHttpHandler.of(receiver()).handle(exchange);
    } catch (IOException e) {
      Promise.holds(exchange.status == CUT, "no response after an exception");
      return CUT;
    }
    return exchange.status;
  }

  private static int servlet(String method, Map<String, List<String>> headers, byte[] body) {
    AtomicInteger status = new AtomicInteger(CUT);
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    HttpServletRequest request =
        proxy(
            HttpServletRequest.class,
            (name, arguments) ->
                switch (name) {
                  case "getMethod" -> method;
                  case "getRequestURI" -> "/";
                  case "getQueryString" -> null;
                  case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                  case "getHeaders" ->
                      Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                  case "getContentLengthLong" -> declaredLength(headers);
                  case "getInputStream" -> new FakeServletInput(in);
                  default -> throw new AssertionError(name);
                });
    HttpServletResponse response =
        proxy(
            HttpServletResponse.class,
            (name, arguments) -> {
              if (name.equals("setStatus")) {
                Promise.holds(status.getAndSet((Integer) arguments[0]) == CUT, "one response");
              }
              return null;
            });
    try {
      WebhookServlet.of(receiver()).service(request, response);
    } catch (UncheckedIOException e) {
      Promise.holds(status.get() == CUT, "no response after an exception");
    } catch (IOException | ServletException e) {
      throw new AssertionError("A container would respond with 400 or a stack trace", e);
    }
    return status.get();
  }

  private static long declaredLength(Map<String, List<String>> headers) {
    List<String> lengths = headers.getOrDefault("Content-Length", List.of());
    try {
      return lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0).strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private interface Calls {
    Object call(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> calls.call(method.getName(), arguments)));
  }

  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    byte[] body = SmartphoneKeySamples.keyAdded();
    String credential = "Authorization: Bearer s3cret\n";
    for (String head :
        List.of(
            "POST\n" + credential,
            "POST\n" + credential + "Content-Length: " + body.length + "\n",
            "POST\n" + credential + "Content-Length: 5000\n",
            "POST\n" + credential + "authorization: Bearer s3cret\n",
            "POST\nContent-Length: -1\n",
            "OPTIONS\nWebHook-Request-Origin: a\n",
            "GET\n")) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes((head + "\n").getBytes(ISO_8859_1));
      request.writeBytes(body);
      seeds.add(request.toByteArray());
    }
    return seeds;
  }

  private static final class FakeServletInput extends ServletInputStream {

    private final InputStream in;

    FakeServletInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, Math.min(length, 7)); // in small chunks, as from a network
    }

    @Override
    public boolean isFinished() {
      throw new AssertionError("not called in blocking reads");
    }

    @Override
    public boolean isReady() {
      throw new AssertionError("not called in blocking reads");
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new AssertionError("not called in blocking reads");
    }
  }

  private static final class FakeExchange extends HttpExchange {

    private final String method;
    private final Headers requestHeaders = new Headers();
    private final Headers responseHeaders = new Headers();
    private final InputStream in;
    private int status = CUT;

    FakeExchange(String method, Map<String, List<String>> headers, byte[] body) {
      this.method = method;
      this.in = new FakeServletInput(new ByteArrayInputStream(body));
      headers.forEach((name, values) -> values.forEach(value -> requestHeaders.add(name, value)));
    }

    @Override
    public Headers getRequestHeaders() {
      return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
      return responseHeaders;
    }

    @Override
    public URI getRequestURI() {
      return URI.create("/");
    }

    @Override
    public String getRequestMethod() {
      return method;
    }

    @Override
    public HttpContext getHttpContext() {
      throw new AssertionError("not needed");
    }

    @Override
    public void close() {
      // Nothing to close.
    }

    @Override
    public InputStream getRequestBody() {
      return in;
    }

    @Override
    public OutputStream getResponseBody() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          Promise.holds(false, "responses have no body");
        }
      };
    }

    @Override
    public void sendResponseHeaders(int code, long length) {
      Promise.holds(status == CUT, "one response");
      Promise.holds(length == -1 || length == 0, "responses declare no body");
      status = code;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
      return InetSocketAddress.createUnresolved("sender", 1);
    }

    @Override
    public int getResponseCode() {
      return status;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
      return InetSocketAddress.createUnresolved("receiver", 1);
    }

    @Override
    public String getProtocol() {
      return "HTTP/1.1";
    }

    @Override
    public Object getAttribute(String name) {
      return null;
    }

    @Override
    public void setAttribute(String name, Object value) {
      throw new AssertionError("not needed");
    }

    @Override
    public void setStreams(InputStream input, OutputStream output) {
      throw new AssertionError("not needed");
    }

    @Override
    public HttpPrincipal getPrincipal() {
      return null;
    }
  }
}
