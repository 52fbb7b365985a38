package dev.keyhook.webhooks;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is answered to each outcome: the status of its row, and the headers that go with it. */
final class Answers {

  private final Map<Outcome, WebhookResponse> byOutcome = new EnumMap<>(Outcome.class);
  private final @Nullable Function<WebhookRequest, Map<String, String>> validation;

  /**
   * Makes the table.
   *
   * @param changed the rows with another status than their own
   * @param retryAfter when a sender shall try again that cannot be served now
   * @param validation headers for a sender that asks before it delivers; null if none does
   */
  Answers(
      Map<Outcome, Integer> changed,
      Duration retryAfter,
      @Nullable Function<WebhookRequest, Map<String, String>> validation) {
    this.validation = validation;
    for (Outcome outcome : Outcome.values()) {
      int status = changed.getOrDefault(outcome, outcome.status());
      Map<String, String> headers = new HashMap<>();
      if (status == 503 || status == 429) {
        headers.put("Retry-After", Long.toString(retryAfter.toSeconds())); // RFC 9110 10.2.3
      }
      if (outcome == Outcome.METHOD_NOT_ALLOWED || outcome == Outcome.VALIDATED) {
        headers.put("Allow", validation == null ? "POST" : "POST, OPTIONS"); // RFC 9110 15.5.6
      }
      byOutcome.put(outcome, WebhookResponse.of(status, headers));
    }
  }

  /** Says whether a sender may ask with OPTIONS before it delivers. */
  boolean validates() {
    return validation != null;
  }

  WebhookResponse to(WebhookRequest request, Outcome outcome) {
    WebhookResponse answer = byOutcome.get(outcome);
    if (answer == null) {
      throw new AssertionError(outcome);
    }
    if (outcome != Outcome.VALIDATED || validation == null) {
      return answer;
    }
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.putAll(validation.apply(request));
    return WebhookResponse.of(answer.status(), headers);
  }
}
