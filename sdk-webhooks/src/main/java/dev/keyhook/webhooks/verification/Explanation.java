package dev.keyhook.webhooks.verification;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.Printable;
import java.util.Objects;

/**
 * The likely cause of a refusal, and what to do about it.
 *
 * <p>It contains no part of the body, of a header's value or of a secret. Do not send it to the
 * caller, because it shows how close a guess is. Immutable.
 */
public final class Explanation {

  /** The likely cause. More causes may follow: a {@code switch} needs a {@code default}. */
  public enum Cause {
    /** None: the request is authenticated. */
    NONE,
    /** A header that is needed to authenticate the request is missing. */
    HEADER_MISSING,
    /** The credential is valid, but in a header with another name. */
    HEADER_RENAMED,
    /** The header cannot be a credential. */
    HEADER_MALFORMED,
    /** The signature is encoded in another way than the verifier expects. */
    OTHER_ENCODING,
    /** The signed time stamp is too old, or too far in the future. */
    TIMESTAMP_OUT_OF_TOLERANCE,
    /** The body is empty; other code has read it before. */
    BODY_EMPTY,
    /** A line break was added to the body or removed from it. */
    NEWLINE_CHANGED,
    /** A byte order mark was added to the body or removed from it. */
    BYTE_ORDER_MARK,
    /** The body was parsed and serialised again, or decoded with the wrong character set. */
    BODY_REWRITTEN,
    /** The signature is valid, but was made with another known key. */
    OTHER_KEY,
    /** The signature is valid, but uses another algorithm or covers other content. */
    OTHER_ALGORITHM,
    /** The secret is valid except for quotes, white space, letter case or its encoding. */
    SECRET_ALTERED,
    /** None of the common causes: a wrong secret or key, another body, or a forgery. */
    UNKNOWN
  }

  private static final int MAX_NAME = 64;
  private static final int MAX_REPEATED = 500;

  private final Cause cause;
  private final String advice;

  Explanation(Cause cause, String advice) {
    this.cause = Objects.requireNonNull(cause, "cause");
    this.advice = Objects.requireNonNull(advice, "advice");
  }

  /**
   * Verifies a request and explains the result.
   *
   * <p>The verifiers of this package reverse common mistakes one after the other, and name the
   * first whose reversal makes the credential valid. For other verifiers, this returns the message
   * of the refusal.
   *
   * <p>Call it to diagnose a problem, not for each refused request: for each key it tries up to a
   * hundred variants of the request, over at most 16 MiB in total. Its memory use is bounded by a
   * small multiple of the body's size.
   *
   * @param verifier the one that refuses the request
   * @param request as received
   * @throws CredentialsUnavailableException if a secret or key could not be loaded or used
   */
  public static Explanation of(DeliveryVerifier verifier, WebhookRequest request) {
    try {
      verifier.verify(request);
      return new Explanation(Cause.NONE, "The request is authenticated.");
    } catch (DeliveryVerificationException refused) {
      return verifier instanceof DiagnosingVerifier ours
          ? ours.diagnose(request, refused)
          : repeating(refused);
    }
  }

  /** Returns an explanation with the message of the refusal. */
  static Explanation repeating(DeliveryVerificationException refused) {
    Cause cause =
        switch (refused.reason()) {
          case HEADER_MISSING -> Cause.HEADER_MISSING;
          case HEADER_REPEATED, HEADER_EMPTY, HEADER_TOO_LONG, HEADER_MALFORMED ->
              Cause.HEADER_MALFORMED;
          case TIMESTAMP_OUT_OF_TOLERANCE -> Cause.TIMESTAMP_OUT_OF_TOLERANCE;
          default -> Cause.UNKNOWN;
        };
    String message = String.valueOf(refused.getMessage());
    return new Explanation(cause, Printable.of(message, MAX_REPEATED) + ".");
  }

  /** Returns that a header occurs more than once. */
  static Explanation repeatedHeader(WebhookRequest request, String header) {
    return new Explanation(
        Cause.HEADER_MALFORMED,
        "The header "
            + header
            + " occurs "
            + request.header(header).size()
            + " times. A proxy adds its own: let it leave the header alone, or replace it.");
  }

  /** Returns that the right signature is in another header than expected. */
  static Explanation renamedHeader(String found, String expected) {
    return new Explanation(
        Cause.HEADER_RENAMED,
        "The signature is right, but is in the header "
            + Printable.of(found, MAX_NAME)
            + " instead of "
            + expected
            + ". Stop the proxy that renames it, or give the verifier the other name.");
  }

  /** Returns that no header contains the signature. */
  static Explanation noSignature(String header) {
    return new Explanation(
        Cause.HEADER_MISSING,
        "The header "
            + header
            + " is missing, and no other header contains the signature. Either the sender does not"
            + " sign, or a proxy in between removes the header.");
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
