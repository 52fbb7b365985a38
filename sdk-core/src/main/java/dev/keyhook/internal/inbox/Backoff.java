package dev.keyhook.internal.inbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delays between attempts: one second, then twice as long each time, at most an hour, with 20 %
 * jitter. 12 attempts take about 35 minutes, 36 attempts about a day. Safe for use by any number of
 * threads if its random numbers are.
 */
public final class Backoff {

  /** The longest delay, apart from jitter. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 12;
  private static final double JITTER = 0.2;

  private final DoubleSupplier random;

  /**
   * Creates it.
   *
   * @param random numbers from 0 to 1, so that nodes do not retry at the same moment
   */
  public Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** Returns the delay after an attempt, counted from 1. */
  public Duration after(int attempt) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    Duration capped = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis((long) (capped.toMillis() * factor));
  }
}
