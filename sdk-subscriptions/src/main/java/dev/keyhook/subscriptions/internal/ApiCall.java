package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of an API, without its base URL and credentials. Immutable. */
public final class ApiCall {

  private final String operation;
  private final String method;
  private final List<String> path;
  private final Map<String, String> query;
  private final byte @Nullable [] body;
  private final String contentType;
  private final List<String> sensitive;
  private final boolean interruptible;

  private ApiCall(
      String operation,
      String method,
      List<String> path,
      Map<String, String> query,
      byte @Nullable [] body,
      String contentType,
      List<String> sensitive,
      boolean interruptible) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.query = query;
    this.body = body;
    this.contentType = contentType;
    this.sensitive = sensitive;
    this.interruptible = interruptible;
  }

  /**
   * Returns a call without a body.
   *
   * @param operation name of the public method, for errors
   * @param path segments, not yet percent-encoded
   * @throws IllegalArgumentException if a segment is empty, {@code .} or {@code ..}, or has a
   *     control character
   */
  public static ApiCall of(String operation, String method, String... path) {
    return of(operation, method, List.of(path));
  }

  /** Returns a call without a body, see {@link #of(String, String, String...)}. */
  public static ApiCall of(String operation, String method, List<String> path) {
    for (String segment : path) {
      if (segment.isBlank()
          || segment.equals(".")
          || segment.equals("..")
          || segment.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "An id must not be blank, \".\" or \"..\", nor have control characters");
      }
    }
    return new ApiCall(
        operation, method, List.copyOf(path), Map.of(), null, "application/json", List.of(), true);
  }

  /** Returns this call with an additional query parameter. */
  public ApiCall query(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new ApiCall(
        operation,
        method,
        path,
        Collections.unmodifiableMap(more),
        body,
        contentType,
        sensitive,
        interruptible);
  }

  /**
   * Returns this call with a JSON object as its body.
   *
   * @param members texts, {@link URI}s, instants, secrets and lists of texts
   */
  public ApiCall json(Map<String, ?> members) {
    List<String> hidden = new ArrayList<>(sensitive);
    Map<String, Object> plain = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          if (value instanceof Secret secret) {
            hidden.add(secret.reveal());
            plain.put(name, secret.reveal());
          } else {
            if (value instanceof URI url && url.getRawQuery() != null) {
              hidden.add(url.getRawQuery()); // many receivers carry their token there
            }
            plain.put(name, value instanceof URI url ? url.toString() : value);
          }
        });
    return new ApiCall(
        operation,
        method,
        path,
        query,
        Json.bytes(plain),
        "application/json",
        List.copyOf(hidden),
        interruptible);
  }

  /**
   * Returns this call as one that an interrupt of the calling thread does not end, once it was
   * sent: its response would be lost.
   */
  public ApiCall uninterruptible() {
    return new ApiCall(operation, method, path, query, body, contentType, sensitive, false);
  }

  /**
   * Returns this call with an HTML form as its body (RFC 6749 appendix B), including secret values.
   */
  public ApiCall form(Map<String, String> fields, List<Secret> secrets) {
    String form =
        fields.entrySet().stream()
            .map(
                field ->
                    URLEncoder.encode(field.getKey(), UTF_8)
                        + "="
                        + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    List<String> hidden = new ArrayList<>(sensitive);
    secrets.forEach(secret -> hidden.add(secret.reveal()));
    return new ApiCall(
        operation,
        method,
        path,
        query,
        form.getBytes(UTF_8),
        "application/x-www-form-urlencoded",
        List.copyOf(hidden),
        interruptible);
  }

  String operation() {
    return operation;
  }

  String method() {
    return method;
  }

  List<String> path() {
    return path;
  }

  Map<String, String> query() {
    return query;
  }

  /** Returns the body; methods that change something always have one, possibly empty. */
  byte @Nullable [] body() {
    if (body == null && (method.equals("POST") || method.equals("PATCH") || method.equals("PUT"))) {
      return new byte[0];
    }
    return body;
  }

  String contentType() {
    return contentType;
  }

  List<String> sensitive() {
    return sensitive;
  }

  boolean isInterruptible() {
    return interruptible;
  }

  /** Returns whether the call is idempotent (RFC 9110 section 9.2.2). */
  boolean isIdempotent() {
    return method.equals("GET") || method.equals("PUT") || method.equals("DELETE");
  }

  /** Returns whether the call only reads (RFC 9110 section 9.2.1). */
  boolean isSafe() {
    return method.equals("GET");
  }

  boolean isDelete() {
    return method.equals("DELETE");
  }

  @Override
  public String toString() {
    return operation;
  }
}
