package dev.keyhook.cli.listen;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Resources;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the page and its data to requests that the guard allows. */
final class PageHandler implements HttpHandler {

  private static final int MAX_REQUEST = 64 << 10;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> FILES =
      Map.of(
          "/", "inspector.html",
          "/page/inspector.css", "inspector.css",
          "/page/inspector.js", "inspector.js",
          "/page/list.js", "list.js",
          "/page/detail.js", "detail.js",
          "/page/charts.js", "charts.js",
          "/page/inbox.js", "inbox.js",
          "/page/icon.svg", "icon.svg",
          "/page/uPlot.js", "uplot/uPlot.iife.min.js",
          "/page/uPlot.css", "uplot/uPlot.min.css");

  private final PageGuard guard;
  private final PageData data;
  private final EventStream stream;

  PageHandler(PageGuard guard, PageData data, EventStream stream) {
    this.guard = guard;
    this.data = data;
    this.stream = stream;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Headers headers = exchange.getRequestHeaders();
      protect(exchange.getResponseHeaders());
      @Nullable String refusal = guard.refusal(method, headers);
      if (refusal != null) {
        text(exchange, 403, refusal);
        return;
      }
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      if (!guard.isSignedIn(headers)) {
        signIn(exchange, query.get("token"));
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/api/")) {
        api(exchange, method, path.substring("/api/".length()), query);
      } else {
        file(exchange, method, path);
      }
    }
  }

  private static void protect(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Exchanges the page token for a cookie, so that it does not stay in histories or logs. */
  private void signIn(HttpExchange exchange, @Nullable String token) throws IOException {
    if (!guard.isToken(token)) {
      text(exchange, 401, "Open the address with the token that keyhook printed at the start.");
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Set-Cookie", PageGuard.COOKIE + "=" + token + "; HttpOnly; SameSite=Strict; Path=/");
    exchange.getResponseHeaders().set("Location", "/");
    exchange.sendResponseHeaders(303, -1);
  }

  private static void file(HttpExchange exchange, String method, String path) throws IOException {
    @Nullable String name = FILES.get(path);
    Optional<byte[]> content = name == null ? Optional.empty() : Resources.find("page/" + name);
    if (content.isEmpty()) {
      text(exchange, 404, "Not found.");
    } else if (!method.equals("GET")) {
      text(exchange, 405, "Use GET.");
    } else {
      send(exchange, 200, type(path), content.get());
    }
  }

  private static String type(String path) {
    if (path.endsWith(".css")) {
      return "text/css; charset=utf-8";
    } else if (path.endsWith(".js")) {
      return "text/javascript; charset=utf-8";
    } else if (path.endsWith(".svg")) {
      return "image/svg+xml";
    }
    return "text/html; charset=utf-8";
  }

  private void api(HttpExchange exchange, String method, String name, Map<String, String> query)
      throws IOException {
    if (name.equals("stream") && method.equals("GET")) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        stream.serve(out);
      }
      return;
    }
    Optional<JsonNode> answer;
    if (method.equals("GET")) {
      answer = data.read(name, query);
    } else if (method.equals("POST") && isJson(exchange)) {
      answer = data.act(name, body(exchange));
    } else {
      text(exchange, 405, "Use GET, or POST with JSON.");
      return;
    }
    if (answer.isEmpty()) {
      text(exchange, 404, "Not found.");
    } else {
      byte[] bytes = Json.mapper().writeValueAsBytes(answer.get());
      send(exchange, 200, "application/json", bytes);
    }
  }

  private static boolean isJson(HttpExchange exchange) {
    @Nullable String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type != null && type.startsWith("application/json");
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_REQUEST);
    return Json.mapper().readTree(bytes);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String part : raw.split("&", -1)) {
        String[] pair = part.split("=", 2);
        if (pair.length == 2) {
          query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
      }
    }
    return query;
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
