package dev.keyhook.subscriptions;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of one check of a {@link PreflightReport}. Immutable. */
public final class PreflightFinding {

  /** The check. Later versions may add constants: a {@code switch} needs a {@code default}. */
  public enum Check {
    /** The URL's form: HTTPS, a host, no user info. */
    URL,
    /** The addresses behind the host's name: there are some, and all are public. */
    ADDRESS,
    /** The header that deliveries will carry, if one was given: its name and its secret. */
    HEADER,
    /** The server's certificate, by this machine's list of trusted authorities. */
    CERTIFICATE,
    /** The receiver's response to a request like the vendor's first one. */
    RESPONSE
  }

  /** The result. Later versions may add constants: a {@code switch} needs a {@code default}. */
  public enum Outcome {
    /** The check passed. */
    PASSED,
    /** It may work, but should be reviewed. */
    DOUBTFUL,
    /** The vendor will refuse it, or fail. */
    FAILED,
    /** It was not checked, because another check failed. */
    SKIPPED
  }

  private final Check check;
  private final Outcome outcome;
  private final String explanation;

  private PreflightFinding(Check check, Outcome outcome, String explanation) {
    this.check = check;
    this.outcome = outcome;
    this.explanation = explanation;
  }

  /**
   * Returns a finding.
   *
   * @param explanation what was found and what to do, for a person; never the URL's query
   */
  public static PreflightFinding of(Check check, Outcome outcome, String explanation) {
    return new PreflightFinding(
        Objects.requireNonNull(check, "check"),
        Objects.requireNonNull(outcome, "outcome"),
        Objects.requireNonNull(explanation, "explanation"));
  }

  /** Returns what was checked. */
  public Check check() {
    return check;
  }

  /** Returns the result. */
  public Outcome outcome() {
    return outcome;
  }

  /** Returns the finding and what to do. */
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PreflightFinding that
        && check == that.check
        && outcome == that.outcome
        && explanation.equals(that.explanation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(check, outcome, explanation);
  }

  /** Returns the finding as one line of text. */
  @Override
  public String toString() {
    return check + " " + outcome + ": " + explanation;
  }
}
