package dev.keyhook.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of an attempt to handle one event. */
sealed interface AttemptResult {

  /**
   * The handler returned.
   *
   * @param isRecorded whether that was committed together with the handler's writes already
   * @param sequence the highest sequence of the lane that was handled
   */
  record Handled(boolean isRecorded, @Nullable Long sequence) implements AttemptResult {}

  /**
   * The handler failed and runs again.
   *
   * @param error the class of what it threw
   * @param isParked whether the lane waits for an operator first
   */
  record Retry(Duration delay, String error, boolean isParked) implements AttemptResult {}

  /** The event becomes a dead letter; the lane continues without it. */
  record GivenUp(LaneResult.DeadLetter deadLetter) implements AttemptResult {}

  /**
   * The event could not be handled by this worker at the moment; no attempt is counted.
   *
   * @param delay how long the lane waits
   */
  record NotAttempted(Duration delay) implements AttemptResult {}

  /** Another worker may have the lane now; nothing must be recorded. */
  record Lost() implements AttemptResult {}
}
