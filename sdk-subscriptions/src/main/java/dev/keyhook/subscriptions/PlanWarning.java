package dev.keyhook.subscriptions;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A problem with a subscription that a plan cannot fix. Immutable. */
public final class PlanWarning {

  /**
   * The kind of problem. Later versions may add constants: a {@code switch} needs a {@code
   * default}.
   */
  public enum Kind {
    /** The code handles types that the vendor never delivers. */
    NEVER_DELIVERED,
    /** The code handles types that the vendor does not promise to deliver. */
    NOT_CONFIRMED,
    /** The code handles types that this version does not know; the vendor may refuse the names. */
    UNKNOWN_NAME,
    /** The vendor delivers types that the code does not handle. */
    NOT_HANDLED,
    /** Several subscriptions deliver the same types to the URL, and none can be deleted. */
    DUPLICATE,
    /** Subscriptions that deliver to other URLs stay as they are. */
    OTHER_URL,
    /** A subscription exists, but the vendor does not call it active. */
    NOT_ACTIVE
  }

  private final Kind kind;
  private final SortedSet<String> subjects;
  private final String explanation;

  private PlanWarning(Kind kind, Collection<String> subjects, String explanation) {
    this.kind = kind;
    this.subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
    this.explanation = explanation;
  }

  /**
   * Returns a warning.
   *
   * @param subjects names of types, or ids of subscriptions
   * @param explanation what the warning means
   */
  public static PlanWarning of(Kind kind, Collection<String> subjects, String explanation) {
    return new PlanWarning(
        Objects.requireNonNull(kind, "kind"),
        subjects,
        Objects.requireNonNull(explanation, "explanation"));
  }

  /** Returns the kind of problem. */
  public Kind kind() {
    return kind;
  }

  /** Returns the names of the affected types, or the ids of the affected subscriptions. */
  public SortedSet<String> subjects() {
    return subjects;
  }

  /** Returns an explanation. */
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlanWarning that
        && kind == that.kind
        && subjects.equals(that.subjects)
        && explanation.equals(that.explanation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, subjects, explanation);
  }

  /** Returns the warning as one line of text. */
  @Override
  public String toString() {
    return kind + " " + String.join(", ", subjects) + ": " + explanation;
  }
}
