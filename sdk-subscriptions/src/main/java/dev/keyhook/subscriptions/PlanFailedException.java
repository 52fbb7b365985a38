package dev.keyhook.subscriptions;

import dev.keyhook.KeyhookException;

/**
 * A step of a plan failed. The steps before it stay done; {@link #report()} lists them.
 *
 * <p>The cause is what the step threw: an {@link ApiException}, a {@link TransportException}, or
 * what a supplier of credentials threw. Apply the same plan again, or make a new one: steps that
 * were done are skipped then.
 */
public final class PlanFailedException extends KeyhookException {

  private static final long serialVersionUID = 1;

  private final transient PlanReport<?> report;

  /**
   * Creates the exception.
   *
   * @param report what was done, what failed, what was not reached
   * @param cause what the failed step threw
   */
  public PlanFailedException(PlanReport<?> report, RuntimeException cause) {
    super("The plan was applied in part:\n" + report, cause);
    this.report = report;
  }

  /** Returns what became of each step. */
  public PlanReport<?> report() {
    return report;
  }
}
