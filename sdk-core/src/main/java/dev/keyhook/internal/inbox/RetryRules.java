package dev.keyhook.internal.inbox;

import dev.keyhook.MissingFieldException;
import dev.keyhook.routing.HandlerException;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether an event whose handler failed is handled again. Safe for use by any number of
 * threads.
 *
 * @param maxAttempts after how many attempts an event is given up
 * @param longestDelay the longest delay that a handler can ask for; longer ones are cut
 * @param clock tells how old an event is
 */
public record RetryRules(Backoff backoff, int maxAttempts, Duration longestDelay, Clock clock) {

  /** An event whose handler asks to be run later is not given up before this age. */
  private static final Duration PATIENCE = Duration.ofHours(24);

  /**
   * Returns how long to wait before the next attempt; empty if the event is given up.
   *
   * @param cause what the handler threw
   * @param attempt which attempt failed, from 1
   * @param since when the event was stored to be handled
   */
  public Optional<Duration> delayAfter(Throwable cause, int attempt, Instant since) {
    if (cause instanceof NonRetryableException || cause instanceof MissingFieldException) {
      return Optional.empty();
    }
    boolean isLast = attempt >= maxAttempts;
    if (cause instanceof RetryLaterException later) {
      Duration age = Duration.between(since, clock.instant());
      return isLast && age.compareTo(PATIENCE) > 0
          ? Optional.empty()
          : Optional.of(capped(later.delay()));
    }
    return isLast ? Optional.empty() : Optional.of(backoff.after(attempt));
  }

  private Duration capped(Duration delay) {
    return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
  }

  /** Returns what the handler threw, without the wrapper of checked exceptions. */
  public static Throwable origin(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof HandlerException && inner != null ? inner : cause;
  }
}
