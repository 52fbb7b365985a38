package dev.keyhook.cli.send;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The delays before retries of a delivery that was not acknowledged.
 *
 * <p>{@link #eventBridge} follows the EventBridge User Guide, "Retrying event delivery": for 24
 * hours and up to 185 times, with exponential back-off and jitter. The exact delays are not
 * published; here they double from one second to eight minutes, which fills the 24 hours.
 */
final class RetrySchedule {

  private static final int MAX_ATTEMPTS = 186;
  private static final double MAX_AGE_SECONDS = 24 * 3600;
  private static final double MAX_DELAY_SECONDS = 480;

  private final boolean isRetrying;
  private final double timeScale;

  private RetrySchedule(boolean isRetrying, double timeScale) {
    this.isRetrying = isRetrying;
    this.timeScale = timeScale;
  }

  /** Returns a schedule that never retries. */
  static RetrySchedule none() {
    return new RetrySchedule(false, 1);
  }

  /** Returns EventBridge's schedule, faster by a factor. */
  static RetrySchedule eventBridge(double timeScale) {
    return new RetrySchedule(true, timeScale);
  }

  /**
   * Returns how long to wait before the next attempt.
   *
   * @param attempts how many there were, from 1
   * @param ageNanos how long ago the first one was
   * @param retryAfterSeconds what the receiver asked for, or 0
   * @return nanoseconds; -1 if the delivery is dropped
   */
  long delayNanos(int attempts, long ageNanos, long retryAfterSeconds, RandomGenerator random) {
    double ageSeconds = ageNanos * timeScale / 1e9;
    if (!isRetrying || attempts >= MAX_ATTEMPTS || ageSeconds >= MAX_AGE_SECONDS) {
      return -1;
    }
    double backoff = Math.min(MAX_DELAY_SECONDS, Math.pow(2, Math.min(attempts - 1, 20)));
    double jittered = backoff * (0.75 + random.nextDouble() / 2);
    double seconds = Math.max(jittered, (double) retryAfterSeconds) / timeScale;
    return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }
}
