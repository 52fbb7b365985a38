package dev.keyhook;

import java.util.Objects;

/**
 * The likely cause why a {@link DeliveryVerifier} refuses a request, and what to do about it.
 *
 * <p>Carries nothing of the request or of a secret. Immutable.
 */
public final class Explanation {

  /** The likely cause. More causes may come: a {@code switch} needs a {@code default}. */
  public enum Cause {
    /** None: the request is verified. */
    NONE,
    /** The header that should carry the proof is not there. */
    HEADER_MISSING,
    /** The proof is there, but under another header's name. */
    HEADER_RENAMED,
    /** The header cannot be a proof. */
    HEADER_MALFORMED,
    /** The signature is written in another alphabet than standard base64. */
    OTHER_ENCODING,
    /** The body is empty; something has read it before. */
    BODY_EMPTY,
    /** A line break was added to the body or taken away from it. */
    NEWLINE_CHANGED,
    /** A byte order mark was added to the body or taken away from it. */
    BYTE_ORDER_MARK,
    /** The body was parsed and written again, or decoded with the wrong character set. */
    BODY_REWRITTEN,
    /** The signature is right, but made with another key that is known. */
    OTHER_KEY,
    /** The signature is right, but of another algorithm or with other parameters. */
    OTHER_ALGORITHM,
    /** The secret is right but for white space or letter case around it. */
    NEARLY_RIGHT,
    /** None of the usual causes: a wrong secret or key, another body, or a forgery. */
    UNKNOWN
  }

  static final Explanation VERIFIED = of(Cause.NONE, "The request is verified.");

  private final Cause cause;
  private final String advice;

  private Explanation(Cause cause, String advice) {
    this.cause = cause;
    this.advice = advice;
  }

  /**
   * Returns an explanation.
   *
   * @param advice what is wrong and what to do, in a sentence or two for a person, without anything
   *     of the request or of a secret
   */
  public static Explanation of(Cause cause, String advice) {
    return new Explanation(
        Objects.requireNonNull(cause, "cause"), Objects.requireNonNull(advice, "advice"));
  }

  /** Returns the likely cause. */
  public Cause cause() {
    return cause;
  }

  /** Returns what is wrong and what to do, for a person. */
  public String advice() {
    return advice;
  }

  @Override
  public String toString() {
    return cause + ": " + advice;
  }
}
