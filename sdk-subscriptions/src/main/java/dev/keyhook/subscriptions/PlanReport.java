package dev.keyhook.subscriptions;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of applying a plan, step by step. Immutable if the created subscriptions are.
 *
 * @param <S> the vendor's type of a subscription
 */
public final class PlanReport<S> {

  /**
   * The result of a step. Later versions may add constants: a {@code switch} needs a {@code
   * default}.
   */
  public enum Outcome {
    /** The vendor confirmed it. */
    DONE,
    /**
     * It was not carried out, because a plan made from the state at that moment does not have it:
     * it was done before, or the state has changed so that it is not safe any more.
     */
    SKIPPED,
    /** It failed; whether the vendor carried it out is said by the cause of the exception. */
    FAILED,
    /** An earlier step failed, so this one was not attempted. */
    NOT_REACHED
  }

  /** A step and its result. Immutable. */
  public static final class StepResult {

    private final PlanStep step;
    private final Outcome outcome;

    private StepResult(PlanStep step, Outcome outcome) {
      this.step = step;
      this.outcome = outcome;
    }

    /** Returns a result, for tests of code that handles it. */
    public static StepResult of(PlanStep step, Outcome outcome) {
      return new StepResult(
          Objects.requireNonNull(step, "step"), Objects.requireNonNull(outcome, "outcome"));
    }

    /** Returns the step. */
    public PlanStep step() {
      return step;
    }

    /** Returns the result. */
    public Outcome outcome() {
      return outcome;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof StepResult that && step.equals(that.step) && outcome == that.outcome;
    }

    @Override
    public int hashCode() {
      return Objects.hash(step, outcome);
    }

    /** Returns the result as one line of text. */
    @Override
    public String toString() {
      return outcome + " " + step;
    }
  }

  private final List<StepResult> results;
  private final List<S> created;

  private PlanReport(List<StepResult> results, List<S> created) {
    this.results = results;
    this.created = created;
  }

  /** Returns a report, for tests of code that handles it. */
  public static <S> PlanReport<S> of(List<StepResult> results, List<S> created) {
    return new PlanReport<>(List.copyOf(results), List.copyOf(created));
  }

  /** Returns one result for each step of the plan, in order; empty if there was nothing to do. */
  public List<StepResult> results() {
    return results;
  }

  /** Returns the subscriptions that were created. */
  public List<S> created() {
    return created;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlanReport<?> that
        && results.equals(that.results)
        && created.equals(that.created);
  }

  @Override
  public int hashCode() {
    return Objects.hash(results, created);
  }

  /** Returns the results as lines of text. */
  @Override
  public String toString() {
    return results.isEmpty()
        ? "nothing to do"
        : results.stream().map(StepResult::toString).collect(Collectors.joining("\n"));
  }
}
