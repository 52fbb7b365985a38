package dev.keyhook.inbox;

import java.time.Duration;

/**
 * Until when this process may rely on a claim, by its monotonic clock. Always earlier than the
 * database lets another worker claim the lane, since it counts from before the claim was sent.
 */
final class LaneLease {

  /**
   * A handler that runs longer than this loses its lane, so that a hanging one does not block it.
   */
  static final Duration LONGEST_HANDLER = Duration.ofMinutes(15);

  private final LaneClaim claim;
  private volatile long endNanos;
  private volatile long attemptStartNanos;
  private volatile boolean isLost;

  LaneLease(LaneClaim claim, long endNanos) {
    this.claim = claim;
    this.endNanos = endNanos;
    this.attemptStartNanos = endNanos;
  }

  LaneClaim claim() {
    return claim;
  }

  boolean isHeld(long nanoTime) {
    return !isLost && endNanos - nanoTime > 0;
  }

  void attemptStarts(long nanoTime) {
    attemptStartNanos = nanoTime;
  }

  boolean isWorthRenewing(long nanoTime) {
    return !isLost && nanoTime - attemptStartNanos < LONGEST_HANDLER.toNanos();
  }

  void renewed(long newEndNanos) {
    endNanos = newEndNanos;
  }

  void lost() {
    isLost = true;
  }
}
