package dev.keyhook.store;

import dev.keyhook.KeyhookException;
import org.jspecify.annotations.Nullable;

/**
 * An inbox cannot store entries at the moment: it is overloaded, its disk is full, its database or
 * encryption key is unavailable.
 *
 * <p>Respond with 503, so that the sender retries. Entries of the failed call may have been stored;
 * the retry is then a duplicate.
 */
public final class InboxUnavailableException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what is wrong and what to do, without content of an entry
   * @param cause the exception of the store; null if there is none
   */
  public InboxUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
