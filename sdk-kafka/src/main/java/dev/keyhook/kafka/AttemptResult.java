package dev.keyhook.kafka;

import java.time.Duration;

/** How an attempt to handle an event ended. */
sealed interface AttemptResult {

  /** The event was handled, was a duplicate, or is kept as a dead letter. */
  record Finished() implements AttemptResult {}

  /**
   * The lane waits before its first event is tried again.
   *
   * @param isCounted whether the attempt counts; it does not where the handler did not run
   */
  record Retry(Duration delay, boolean isCounted) implements AttemptResult {}
}
