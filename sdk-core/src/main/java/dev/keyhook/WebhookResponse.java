package dev.keyhook;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link WebhookRequest}, to be sent by whatever server received it.
 *
 * <p>It has no body: a sender looks at the status only, and what went wrong is nobody's business
 * but the receiver's. Immutable.
 */
public final class WebhookResponse {

  private final int status;
  private final Map<String, String> headers;

  private WebhookResponse(int status, Map<String, String> headers) {
    this.status = status;
    this.headers = headers;
  }

  /**
   * Returns an answer without headers.
   *
   * @param status the HTTP status code, 200 to 599
   */
  public static WebhookResponse of(int status) {
    return of(status, Map.of());
  }

  /**
   * Returns an answer.
   *
   * @param status the HTTP status code, 200 to 599
   * @param headers header names and values, one value each
   */
  public static WebhookResponse of(int status, Map<String, String> headers) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
    }
    return new WebhookResponse(status, Map.copyOf(headers));
  }

  /** Returns the HTTP status code. */
  public int status() {
    return status;
  }

  /** Returns the headers to send, unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns the body to send, which is empty. */
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookResponse that
        && status == that.status
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, headers);
  }

  @Override
  public String toString() {
    return "WebhookResponse[" + status + ", " + new TreeMap<>(headers) + "]";
  }
}
