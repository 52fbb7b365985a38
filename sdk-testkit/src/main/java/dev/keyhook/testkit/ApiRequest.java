package dev.keyhook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that a fake API received. Immutable. */
public final class ApiRequest {

  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private ApiRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Returns a request.
   *
   * @param target the path with its query, not decoded
   */
  public static ApiRequest of(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    return new ApiRequest(method, target, Map.copyOf(headers), body.clone());
  }

  /** Returns the HTTP method. */
  public String method() {
    return method;
  }

  /** Returns the path with its query, as it was received. */
  public String target() {
    return target;
  }

  /** Returns all headers. They contain the client's credentials. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Returns a header's value if it occurs exactly once; the letter case of the name is ignored. */
  public Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name) && header.getValue().size() == 1)
        .map(header -> header.getValue().get(0))
        .findFirst();
  }

  /** Returns a copy of the body. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the body as UTF-8 text. */
  public String bodyText() {
    return new String(body, UTF_8);
  }

  /** Returns method and path without the query, such as {@code GET /tenants}. */
  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }
}
