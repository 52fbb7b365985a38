package dev.keyhook.inbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker reports of a lane that it has claimed: progress, or how the work ended.
 *
 * @param claim the claim, with the fence that is checked
 * @param done the position up to which everything is handled or given up
 * @param handled the received time of the last event that was handled or given up; null for none
 * @param sequence the highest sequence that was handled
 * @param ends whether the lane is released; otherwise this is progress
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
    boolean ends,
    int attempts,
    Duration delay,
    @Nullable String error,
    boolean isParked,
    @Nullable DeadLetter deadLetter) {

  /** Returns the progress of a lane that stays claimed. */
  static LaneResult progress(LaneClaim claim, long done, long handled, @Nullable Long sequence) {
    return new LaneResult(
        claim, done, handled, sequence, false, 0, Duration.ZERO, null, false, null);
  }

  /** Returns the values of {@link LaneUpdate#COLUMNS}. */
  @Nullable Object[] row(String owner) {
    DeadLetter dead = deadLetter;
    return new @Nullable Object[] {
      done,
      handled,
      sequence,
      ends,
      (long) attempts,
      delay.toMillis(),
      error,
      isParked,
      dead == null ? null : (Long) (long) dead.attempts(),
      dead == null ? null : dead.error(),
      dead == null ? null : dead.message(),
      claim.lane().bytes(),
      owner,
      claim.fence()
    };
  }

  /**
   * An event that was given up.
   *
   * @param attempts how many attempts failed
   * @param error the class of the last failure
   * @param message its message; null unless the user asked to keep messages
   */
  record DeadLetter(int attempts, String error, @Nullable String message) {}
}
