package dev.keyhook;

import java.util.Objects;

/**
 * A delivery was refused, because its sender could not be authenticated.
 *
 * <p>Respond with 401, and do not use the delivery. The message names the header and the reason,
 * never a value.
 */
public final class DeliveryVerificationException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /** Why it was refused. More reasons may follow: a {@code switch} needs a {@code default}. */
  public enum Reason {
    /** The header for the credential is missing. */
    HEADER_MISSING,
    /** The header for the credential occurs more than once. */
    HEADER_REPEATED,
    /** The header for the credential is empty. */
    HEADER_EMPTY,
    /** The header is longer than any credential. */
    HEADER_TOO_LONG,
    /** The header cannot be a credential: wrong scheme, not base64, not ASCII, wrong length. */
    HEADER_MALFORMED,
    /**
     * The credential is well-formed but wrong: not a configured secret, or not a signature of this
     * body.
     */
    MISMATCH,
    /** The signed time stamp is further from the receiver's clock than the tolerance. */
    TIMESTAMP_OUT_OF_TOLERANCE
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param explanation what is wrong, without a header's value or any part of the body
   */
  public DeliveryVerificationException(Reason reason, String explanation) {
    super(explanation + " (" + reason + ")");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why the delivery was refused. */
  public Reason reason() {
    return reason;
  }
}
