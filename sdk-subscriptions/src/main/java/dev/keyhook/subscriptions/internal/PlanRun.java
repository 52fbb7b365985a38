package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.PlanFailedException;
import dev.keyhook.subscriptions.PlanReport;
import dev.keyhook.subscriptions.PlanReport.Outcome;
import dev.keyhook.subscriptions.PlanReport.StepResult;
import dev.keyhook.subscriptions.PlanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Carries out the steps of a plan.
 *
 * <p>Before each step a new plan is made from the state at that moment, and the step is skipped if
 * the new plan does not have it: it was done already, or is not safe any more. So the same plan can
 * be applied again after a failure. Not thread-safe.
 */
public final class PlanRun<S> {

  /** The API that the steps change. */
  public interface Target<S> {

    /** Returns the steps of a plan for the same goal, made from the state at this moment. */
    List<PlanStep> planned();

    /** Creates a subscription and returns it. */
    S create(SortedSet<String> types);

    /** Changes the types of a subscription. */
    void change(String id, SortedSet<String> types);

    /** Deletes a subscription. */
    void delete(String id);
  }

  private final Target<S> target;
  private final List<StepResult> results = new ArrayList<>();
  private final List<S> created = new ArrayList<>();

  private PlanRun(Target<S> target) {
    this.target = target;
  }

  /**
   * Runs the steps in order.
   *
   * @throws PlanFailedException at the first step that fails
   */
  public static <S> PlanReport<S> apply(List<PlanStep> steps, Target<S> target) {
    PlanRun<S> run = new PlanRun<>(target);
    for (int i = 0; i < steps.size(); i++) {
      try {
        run.results.add(StepResult.of(steps.get(i), run.carryOut(steps.get(i))));
      } catch (RuntimeException e) {
        run.results.add(StepResult.of(steps.get(i), Outcome.FAILED));
        steps
            .subList(i + 1, steps.size())
            .forEach(step -> run.results.add(StepResult.of(step, Outcome.NOT_REACHED)));
        throw new PlanFailedException(run.report(), e);
      }
    }
    return run.report();
  }

  private Outcome carryOut(PlanStep step) {
    if (!target.planned().contains(step)) {
      return Outcome.SKIPPED;
    }
    switch (step.action()) {
      case CREATE -> created.add(target.create(step.types()));
      case CHANGE -> target.change(step.id().orElseThrow(), step.types());
      case DELETE -> target.delete(step.id().orElseThrow());
    }
    return Outcome.DONE;
  }

  private PlanReport<S> report() {
    return PlanReport.of(results, created);
  }
}
