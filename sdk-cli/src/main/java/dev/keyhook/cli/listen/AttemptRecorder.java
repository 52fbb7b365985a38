package dev.keyhook.cli.listen;

import dev.keyhook.routing.InboxListener;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Records the attempts to handle events of an inbox with their deliveries. */
final class AttemptRecorder implements InboxListener {

  private final DeliveryLog log;
  private final Clock clock;
  private final Consumer<String> problems;
  private final LongAdder duplicates = new LongAdder();

  /**
   * Creates a recorder.
   *
   * @param problems receives failures that affect the whole inbox
   */
  AttemptRecorder(DeliveryLog log, Clock clock, Consumer<String> problems) {
    this.log = log;
    this.problems = problems;
    this.clock = clock;
  }

  /** Returns how many duplicates arrived since this process started. */
  long duplicates() {
    return duplicates.sum();
  }

  @Override
  public void appended(String endpoint, int stored, int again) {
    duplicates.add(again);
  }

  @Override
  public void databaseFailed(Throwable cause) {
    problems.accept("The inbox cannot use its database: " + text(cause));
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    problems.accept("Events of " + endpoint + " are not handled for now: " + text(cause));
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    record(attempt, took, "handled", "handled", -1);
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    record(attempt, took, text(cause), "retrying", retryIn.toMillis());
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    record(attempt, took, text(cause), "dead letter", -1);
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    record(attempt, took, text(cause), "parked", -1);
  }

  private void record(
      Attempt attempt, Duration took, String result, String state, long retryInMillis) {
    log.changeEvent(
        attempt.endpoint(),
        attempt.id().orElse(null),
        delivery -> {
          delivery.state = state;
          delivery.add(
              new Delivery.Attempt(
                  attempt.number(),
                  clock.instant(),
                  took.toNanos() / 1e6,
                  attempt.isReplay() ? "replay: " + result : result,
                  retryInMillis));
        });
  }

  private static String text(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
