package dev.keyhook.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the work on a claimed lane ended; recorded together with the release of the lane.
 *
 * @param claim what is released
 * @param done the position up to which everything is handled or given up
 * @param handled the received time of the last event that was handled or given up; null for none
 * @param sequence the highest sequence that was handled
 * @param attempts how many attempts of the next event failed
 * @param delay how long the lane waits for its next attempt
 * @param error the class of the failure of the next event
 * @param isParked whether the lane waits for an operator instead
 * @param deadLetter the event that was given up at position {@code done}, if any
 */
record LaneResult(
    LaneClaim claim,
    long done,
    @Nullable Long handled,
    @Nullable Long sequence,
    int attempts,
    Duration delay,
    @Nullable String error,
    boolean isParked,
    @Nullable DeadLetter deadLetter) {

  /**
   * An event that was given up.
   *
   * @param attempts how many attempts failed
   * @param error the class of the last failure
   * @param message its message; null unless the user asked to keep messages
   */
  record DeadLetter(int attempts, String error, @Nullable String message) {}
}
