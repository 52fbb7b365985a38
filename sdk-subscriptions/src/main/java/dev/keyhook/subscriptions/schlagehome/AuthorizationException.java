package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.KeyhookException;

/** The user's browser returned without a usable authorization. */
public final class AuthorizationException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /** The reason. Later versions may add constants: a {@code switch} needs a {@code default}. */
  public enum Reason {
    /** The user declined ({@code access_denied}). */
    DENIED,
    /** The vendor reported another error. */
    REFUSED,
    /**
     * The state does not belong to the user's session: the request may be forged, or the user began
     * twice.
     */
    OTHER_SESSION,
    /** The URL has no code. */
    NO_CODE
  }

  private final Reason reason;

  AuthorizationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
