package dev.keyhook;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An HTTP request that claims to be a delivery: method, headers, and the body's bytes as they came.
 *
 * <p>The body must be what the socket gave, before any decoding to text or parsing: a signature is
 * made over bytes, and a body that was decoded and written again is another body. Immutable; {@code
 * toString()} prints sizes only.
 */
public final class WebhookRequest {

  private final String method;
  private final String[] headers; // name, value, name, value, ...
  private final byte[] body;

  private WebhookRequest(String method, String[] headers, byte[] body) {
    this.method = method;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Returns a request.
   *
   * @param method the HTTP method, such as {@code POST}
   * @param headers all headers with all their values; names in any letter case
   * @param body the body as received, empty if there was none; copied
   */
  public static WebhookRequest of(
      String method, Map<String, ? extends List<String>> headers, byte[] body) {
    Objects.requireNonNull(method, "method");
    List<String> flat = new ArrayList<>(2 * headers.size());
    headers.forEach(
        (name, values) -> {
          // Some HTTP libraries keep the status line under the name null.
          if (name != null && values != null) {
            for (String value : values) {
              flat.add(name);
              flat.add(value == null ? "" : value);
            }
          }
        });
    return new WebhookRequest(
        method.toUpperCase(Locale.ROOT), flat.toArray(String[]::new), body.clone());
  }

  /** Returns the HTTP method in upper case. */
  public String method() {
    return method;
  }

  /**
   * Returns all values of a header, in the order they were given.
   *
   * @param name in any letter case
   * @return an unmodifiable list, empty if there is no such header
   */
  public List<String> header(String name) {
    List<String> found = List.of();
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        if (found.isEmpty()) {
          found = List.of(headers[i + 1]);
        } else {
          List<String> more = new ArrayList<>(found);
          more.add(headers[i + 1]);
          found = List.copyOf(more);
        }
      }
    }
    return found;
  }

  /**
   * Returns the names of all headers, to look for one that was renamed on the way.
   *
   * @return the names in lower case and alphabetical order, unmodifiable
   */
  public Set<String> headerNames() {
    SortedSet<String> names = new TreeSet<>();
    for (int i = 0; i < headers.length; i += 2) {
      names.add(headers[i].toLowerCase(Locale.ROOT));
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** Returns a copy of the body. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns a read-only view of the body, without copying it. */
  public ByteBuffer bodyBuffer() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  /** Returns the size of the body in bytes. */
  public int bodySize() {
    return body.length;
  }

  @Override
  public String toString() {
    return "WebhookRequest[" + headers.length / 2 + " headers, " + body.length + " bytes]";
  }
}
