package dev.keyhook;

import org.jspecify.annotations.Nullable;

/**
 * Root of all errors that this library reports about what came in from outside.
 *
 * <p>There is one class below it for each decision that a caller makes. Messages never carry a
 * body, a header's value, a secret or personal data. Misuse of the library itself is an {@link
 * IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract class KeyhookException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Makes an error without a cause. */
  protected KeyhookException(String message) {
    super(message);
  }

  /** Makes an error with a cause, whose message must carry no secret either. */
  protected KeyhookException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
