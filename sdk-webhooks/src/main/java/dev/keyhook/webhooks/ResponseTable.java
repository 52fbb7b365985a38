package dev.keyhook.webhooks;

import dev.keyhook.WebhookResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/** The response to each outcome: its status, and the headers that belong to that status. */
final class ResponseTable {

  private final Map<Outcome, WebhookResponse> byOutcome = new EnumMap<>(Outcome.class);

  /**
   * Creates the table.
   *
   * @param changed outcomes with a changed status
   * @param retryAfter the Retry-After of 503 and 429 responses
   * @param methods the methods that are allowed beside POST
   */
  ResponseTable(Map<Outcome, Integer> changed, Duration retryAfter, Iterable<String> methods) {
    TreeSet<String> allowed = new TreeSet<>();
    allowed.add("POST");
    for (String method : methods) {
      allowed.add(method);
    }
    for (Outcome outcome : Outcome.values()) {
      int status = changed.getOrDefault(outcome, outcome.status());
      Map<String, String> headers =
          outcome == Outcome.METHOD_NOT_ALLOWED
              ? Map.of("Allow", String.join(", ", allowed)) // RFC 9110 15.5.6
              : Map.of();
      WebhookResponse response = WebhookResponse.of(status, headers);
      byOutcome.put(outcome, isRetry(status) ? withRetryAfter(response, retryAfter) : response);
    }
  }

  WebhookResponse response(Result result) {
    if (result.response() != null) {
      return result.response();
    }
    WebhookResponse response = byOutcome.get(result.outcome());
    if (response == null) {
      throw new AssertionError(result.outcome());
    }
    return result.retryAfter() != null && isRetry(response.status())
        ? withRetryAfter(response, result.retryAfter())
        : response;
  }

  private static boolean isRetry(int status) {
    return status == 503 || status == 429;
  }

  private static WebhookResponse withRetryAfter(WebhookResponse response, Duration delay) {
    long seconds = delay.toSeconds();
    if (delay.toNanosPart() > 0 && seconds < Long.MAX_VALUE) {
      seconds++;
    }
    return WebhookResponse.of(
        response.status(), Map.of("Retry-After", Long.toString(seconds))); // RFC 9110 10.2.3
  }
}
