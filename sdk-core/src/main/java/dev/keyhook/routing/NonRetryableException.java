package dev.keyhook.routing;

import dev.keyhook.KeyhookException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that knows that another attempt cannot succeed.
 *
 * <p>An inbox moves the event to the dead letters at once. Within a request the response is 500,
 * since only the sender decides how often it retries.
 */
public final class NonRetryableException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public NonRetryableException(String message) {
    super(message);
  }

  /** Creates the exception with its cause. */
  public NonRetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
