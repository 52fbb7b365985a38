package dev.keyhook;

import org.jspecify.annotations.Nullable;

/**
 * A secret or key that is needed to verify a delivery could not be loaded or used, so the sender
 * can be neither authenticated nor refused.
 *
 * <p>This is an outage on the receiving side: respond with 503, so that the sender retries.
 */
public final class CredentialsUnavailableException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param explanation which credential is missing, never its value
   * @param cause the exception of the credential's source; null if it returned no credential
   */
  public CredentialsUnavailableException(String explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }
}
