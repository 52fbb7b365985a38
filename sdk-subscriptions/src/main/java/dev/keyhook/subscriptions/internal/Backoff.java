package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportSettings;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The delays between attempts: exponential, with jitter, so that clients do not retry at the same
 * time. Thread-safe.
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
   * Returns the wait after a failed attempt: half of it is fixed, half is random, and it is never
   * shorter than {@code Retry-After}.
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
    // At Retry-After or a little later, also with jitter.
    return asked.plusMillis(Math.round(chance * FIRST_MILLIS));
  }
}
