package dev.keyhook.webhooks;

import dev.keyhook.WebhookResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a delivery or of one of its events.
 *
 * @param retryAfter when the sender may retry, if the handler said so
 * @param response the response, if the outcome alone does not decide it
 */
record Result(Outcome outcome, @Nullable Duration retryAfter, @Nullable WebhookResponse response) {

  static Result of(Outcome outcome) {
    return new Result(outcome, null, null);
  }

  static Result retryLater(Duration delay) {
    return new Result(Outcome.RETRY_LATER, delay, null);
  }

  static Result validated(WebhookResponse response) {
    return new Result(Outcome.VALIDATED, null, Objects.requireNonNull(response, "response"));
  }

  /**
   * Combines the results of two parts of a delivery. A result that makes the sender retry takes
   * precedence, then the one in which most was done.
   */
  Result and(Result other) {
    return rank(outcome) >= rank(other.outcome) ? this : other;
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case FAILED -> 7;
      case INCOMPLETE -> 6;
      case UNREADABLE -> 5;
      case INBOX_UNAVAILABLE -> 4;
      case RETRY_LATER -> 3;
      case IN_PROGRESS -> 2;
      case HANDLED -> 1;
      default -> 0;
    };
  }
}
