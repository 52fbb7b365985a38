package dev.keyhook;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The response to a {@link WebhookRequest}, to be sent by the server that received it.
 *
 * <p>Responses to deliveries have no body: senders look at the status only, and failure details are
 * not disclosed to them. Immutable.
 */
public final class WebhookResponse {

  private static final byte[] NO_BODY = {};

  private final int status;
  private final Map<String, String> headers;

  private final byte[] body;

  private WebhookResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Returns a response without headers and body.
   *
   * @param status the HTTP status code, 200 to 599
   */
  public static WebhookResponse of(int status) {
    return of(status, Map.of());
  }

  /**
   * Returns a response without a body.
   *
   * @param status the HTTP status code, 200 to 599
   * @param headers header names and values, one value each
   */
  public static WebhookResponse of(int status, Map<String, String> headers) {
    return of(status, headers, NO_BODY);
  }

  /**
   * Returns a response.
   *
   * @param status the HTTP status code, 200 to 599
   * @param headers header names and values, one value each; without {@code Content-Length}
   * @param body such as a challenge that the vendor expects; copied
   */
  public static WebhookResponse of(int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
    }
    return new WebhookResponse(status, Map.copyOf(headers), body.clone());
  }

  /** Returns the HTTP status code. */
  public int status() {
    return status;
  }

  /** Returns the headers to send, unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns a copy of the body to send, usually empty. */
  public byte[] body() {
    return body.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookResponse that
        && status == that.status
        && headers.equals(that.headers)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, headers, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "WebhookResponse[" + status + ", " + new TreeMap<>(headers) + "]";
  }
}
