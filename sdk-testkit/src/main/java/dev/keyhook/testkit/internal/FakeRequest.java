package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.keyhook.events.internal.JsonTree;
import dev.keyhook.testkit.ApiRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads method, path, headers and body of a request to a fake. Immutable. */
public final class FakeRequest {

  private final ApiRequest received;
  private final String rawPath;
  private final @Nullable String rawQuery;
  private final byte[] body;

  private FakeRequest(HttpExchange exchange, byte[] body) {
    URI target = exchange.getRequestURI();
    this.received =
        ApiRequest.of(
            exchange.getRequestMethod(), target.toString(), exchange.getRequestHeaders(), body);
    this.rawPath = target.getRawPath();
    this.rawQuery = target.getRawQuery();
    this.body = body;
  }

  static FakeRequest read(HttpExchange exchange) throws IOException {
    return new FakeRequest(exchange, exchange.getRequestBody().readNBytes(1 << 20));
  }

  ApiRequest received() {
    return received;
  }

  /** Returns the HTTP method. */
  public String method() {
    return received.method();
  }

  /** Returns a header's value if it occurs exactly once. */
  public Optional<String> header(String name) {
    return received.header(name);
  }

  /** Returns the decoded segments of the path. */
  public List<String> path() {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
      }
    }
    return segments;
  }

  /** Returns the body as a JSON object; null if it is something else. */
  public @Nullable Map<String, @Nullable Object> json() {
    return JsonTree.object(body);
  }

  /** Returns the body's fields, if it is an HTML form. */
  public Map<String, String> form() {
    return pairs(new String(body, UTF_8));
  }

  /** Returns a query parameter that is a whole number, not negative. */
  public int number(String name, int otherwise) {
    String value = pairs(rawQuery == null ? "" : rawQuery).get(name);
    return value != null && value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : otherwise;
  }

  /** Returns the fields of a query or an HTML form, decoded. */
  public static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return pairs;
  }
}
