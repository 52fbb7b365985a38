package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportSettings;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: longer each time, and with jitter, so that clients do
 * not come back together. Thread-safe.
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 8_000;

  private final RandomGenerator random;

  /** Returns the waits of a client with these settings. */
  public static Backoff of(TransportSettings settings) {
    return new Backoff(settings.random().orElseGet(SplittableRandom::new));
  }

  private Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Returns the wait after a failed attempt: half of it is fixed, half is chance, and it is never
   * shorter than what the vendor asked for.
   *
   * @param attempt number of the attempt that failed, from 1
   * @param asked what the vendor asked for
   */
  public Duration before(int attempt, Duration asked) {
    long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 10));
    double chance;
    synchronized (random) {
      chance = random.nextDouble();
    }
    Duration own = Duration.ofMillis(ceiling / 2 + Math.round(chance * ceiling / 2));
    if (asked.isZero()) {
      return own;
    }
    // At the vendor's moment or a little later, with jitter as well.
    return asked.plusMillis(Math.round(chance * FIRST_MILLIS));
  }
}
