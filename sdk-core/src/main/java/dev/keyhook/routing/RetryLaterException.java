package dev.keyhook.routing;

import dev.keyhook.KeyhookException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that knows when another attempt may succeed, for example from the {@code
 * Retry-After} of a service that it called.
 *
 * <p>An inbox postpones the event and its lane by that time, at most by 365 days. Within a request
 * the response is 503 with {@code Retry-After}.
 */
public final class RetryLaterException extends KeyhookException {

  private static final long serialVersionUID = 1;

  private final Duration delay;

  /**
   * Creates the exception.
   *
   * @param delay how long to wait before the next attempt, more than zero
   */
  public RetryLaterException(Duration delay) {
    this(delay, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param delay how long to wait before the next attempt, more than zero
   */
  public RetryLaterException(Duration delay, @Nullable Throwable cause) {
    super("Retry after " + delay, cause);
    if (delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException("delay must be more than zero, but was " + delay);
    }
    this.delay = delay;
  }

  /** Returns how long to wait before the next attempt. */
  public Duration delay() {
    return delay;
  }
}
