package dev.keyhook;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions that this library throws because of input, networks or storage.
 *
 * <p>Each subclass represents a decision of the caller. Messages never contain a body, a header's
 * value, a secret or personal data. Misuse of the library itself is an {@link
 * IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract class KeyhookException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates an exception without a cause. */
  protected KeyhookException(String message) {
    super(message);
  }

  /** Creates an exception with a cause, whose message must not contain a secret either. */
  protected KeyhookException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
