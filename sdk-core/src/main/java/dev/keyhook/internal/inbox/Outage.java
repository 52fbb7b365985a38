package dev.keyhook.internal.inbox;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The back-off while a store that all lanes need is down: a second at first, then as long as the
 * outage has lasted, at most half a minute. Safe for use by any number of threads.
 */
public final class Outage {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private boolean isDown;
  private long start;

  /**
   * Creates it.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public Outage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Records a failure of the store, and returns how long to wait before the next call. */
  public synchronized Duration failed() {
    long now = nanoTime.getAsLong();
    if (!isDown) {
      isDown = true;
      start = now;
    }
    Duration lasted = Duration.ofNanos(now - start);
    if (lasted.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return lasted.compareTo(SHORTEST) < 0 ? SHORTEST : lasted;
  }

  /** Records that the store works. */
  public synchronized void ended() {
    isDown = false;
  }
}
