package dev.keyhook.kafka;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delay before a failed event is retried: a second, then twice as long each time, at most an
 * hour, with up to 20 % jitter.
 */
final class Backoff {

  /** About 35 minutes: meanwhile the offset of the partition cannot be committed past the event. */
  static final int DEFAULT_ATTEMPTS = 12;

  static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 12;
  private static final double JITTER = 0.2;

  private final DoubleSupplier random;

  /**
   * Creates it.
   *
   * @param random numbers from 0 to 1, so that lanes do not retry at the same moment
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** Returns the delay after an attempt, counted from 1. */
  Duration after(int attempt) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    Duration capped = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis((long) (capped.toMillis() * factor));
  }
}
