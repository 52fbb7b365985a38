package dev.keyhook;

import org.jspecify.annotations.Nullable;

/**
 * A secret or key that is needed to verify a delivery could not be loaded, so nothing is known
 * about the sender.
 *
 * <p>This is an outage on the receiving side: answer 503, so that the sender tries again.
 */
public final class CredentialsUnavailableException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /**
   * Makes the error.
   *
   * @param explanation which credential is missing, never its value
   * @param cause what the source of the credential reported; null if it gave none at all
   */
  public CredentialsUnavailableException(String explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }
}
