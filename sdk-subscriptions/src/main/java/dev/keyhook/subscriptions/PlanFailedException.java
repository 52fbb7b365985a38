package dev.keyhook.subscriptions;

import dev.keyhook.KeyhookException;

/**
 * A step of a plan failed. The steps before it stay done; {@link #report()} lists them.
 *
 * <p>The cause is the exception of the step: an {@link ApiException}, a {@link TransportException},
 * or that of a supplier of credentials. Apply the same plan again, or make a new one: completed
 * steps are skipped.
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

  /** Returns the result of each step. */
  public PlanReport<?> report() {
    return report;
  }
}
