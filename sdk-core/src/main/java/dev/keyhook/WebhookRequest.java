package dev.keyhook;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that may be a delivery: method, target, headers and the exact bytes of the body.
 *
 * <p>The body must be the bytes from the socket, before any decoding or parsing, because
 * re-serialised JSON has other bytes than those that were signed. Immutable; {@code toString()}
 * prints sizes only.
 */
public final class WebhookRequest {

  private static final byte[] NO_BODY = {};

  private final String method;
  private final @Nullable String target;
  private final String[] headers; // name, value, name, value, ...
  private final byte[] body;

  private WebhookRequest(String method, @Nullable String target, String[] headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Returns a request without a target.
   *
   * @param method the HTTP method exactly as sent, such as {@code POST}
   * @param headers all headers; names in any letter case; a value is a {@code String}, or an {@code
   *     Iterable} of them where a header occurs more than once
   * @param body the body as received, empty if there was none; copied
   * @throws IllegalArgumentException if a header's value has another type
   */
  public static WebhookRequest of(String method, Map<String, ?> headers, byte[] body) {
    Builder builder = builder(method).body(body);
    // No lambdas here and below: the first request of a process would wait for their classes.
    for (Map.Entry<String, ?> header : headers.entrySet()) {
      builder.headerValues(header.getKey(), header.getValue());
    }
    return builder.build();
  }

  /**
   * Returns a builder for a request.
   *
   * @param method the HTTP method exactly as sent, such as {@code POST}
   */
  public static Builder builder(String method) {
    return new Builder(method);
  }

  /** Returns the HTTP method exactly as sent; methods are case-sensitive (RFC 9110, 9.1). */
  public String method() {
    return method;
  }

  /**
   * Returns the request target, path and query as sent, such as {@code /hooks/acme?env=test}.
   *
   * @return empty if the server did not pass it on
   */
  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /**
   * Returns all values of a header, in the order they were given.
   *
   * @param name in any letter case
   * @return an unmodifiable list, empty if there is no such header
   */
  public List<String> header(String name) {
    @Nullable String first = null;
    @Nullable List<String> several = null;
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        if (first == null) {
          first = headers[i + 1];
        } else {
          several = several == null ? new ArrayList<>(List.of(first)) : several;
          several.add(headers[i + 1]);
        }
      }
    }
    if (several != null) {
      return Collections.unmodifiableList(several);
    }
    return first == null ? List.of() : List.of(first);
  }

  /**
   * Returns the names of all headers, for example to look for one that a proxy renamed.
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

  /** Returns this request with a part of its body. */
  WebhookRequest withBody(int offset, int length) {
    Objects.checkFromIndexSize(offset, length, body.length);
    return new WebhookRequest(
        method, target, headers, Arrays.copyOfRange(body, offset, offset + length));
  }

  @Override
  public String toString() {
    return "WebhookRequest[" + headers.length / 2 + " headers, " + body.length + " bytes]";
  }

  /** Builds a {@link WebhookRequest}. Not safe for use by several threads. */
  public static final class Builder {

    private final String method;
    private final List<String> headers = new ArrayList<>();
    private @Nullable String target;
    private byte[] body = NO_BODY;

    private Builder(String method) {
      this.method = Objects.requireNonNull(method, "method");
    }

    /** Sets the request target: path and query as sent, such as {@code /hooks/acme?env=test}. */
    public Builder target(String pathAndQuery) {
      target = Objects.requireNonNull(pathAndQuery, "pathAndQuery");
      return this;
    }

    /** Adds a header; a name can be added more than once. */
    public Builder header(String name, String value) {
      headers.add(Objects.requireNonNull(name, "name"));
      headers.add(Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Sets the body as received; copied. */
    public Builder body(byte[] bytes) {
      body = bytes.clone();
      return this;
    }

    /** Returns the request. */
    public WebhookRequest build() {
      return new WebhookRequest(method, target, headers.toArray(new String[0]), body);
    }

    private void headerValues(@Nullable String name, @Nullable Object values) {
      if (name == null || values == null) {
        return; // some HTTP libraries keep the status line under the name null
      }
      if (values instanceof Iterable<?> several) {
        for (Object value : several) {
          header(name, value == null ? "" : text(value));
        }
      } else {
        header(name, text(values));
      }
    }

    private static String text(Object value) {
      if (value instanceof String text) {
        return text;
      }
      throw new IllegalArgumentException(
          "A header's value must be a String or an Iterable of Strings, not a "
              + value.getClass().getName());
    }
  }
}
