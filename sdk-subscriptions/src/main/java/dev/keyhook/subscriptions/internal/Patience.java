package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Growing waits within the budget of one call. A wait ends early if the client is closed. Used by
 * one thread.
 */
public final class Patience {

  private final String operation;
  private final TransportSettings settings;
  private final CountDownLatch closed;
  private final Deadline deadline;
  private final Backoff backoff;
  private int waits;

  /**
   * Begins the budget.
   *
   * @param closed counted down when the client is closed
   */
  public Patience(String operation, TransportSettings settings, CountDownLatch closed) {
    this.operation = operation;
    this.settings = settings;
    this.closed = closed;
    this.deadline = new Deadline(settings);
    this.backoff = Backoff.of(settings);
  }

  /** Returns the remaining budget, zero if there is none. */
  public Duration left() {
    return deadline.left();
  }

  /**
   * Waits longer than the last time.
   *
   * @return whether it waited; false, at once, if the wait does not fit into the budget
   * @throws TransportException if the thread is interrupted or the client is closed
   */
  public boolean pause() {
    Duration pause = backoff.before(++waits, Duration.ZERO);
    if (pause.compareTo(deadline.left()) >= 0) {
      return false;
    }
    sleep(operation, pause, settings, closed, false);
    return true;
  }

  static void sleep(
      String operation,
      Duration pause,
      TransportSettings settings,
      CountDownLatch closed,
      boolean mayHaveHappened) {
    try {
      if (settings.sleeper().isPresent()) {
        settings.sleeper().get().sleep(pause);
        if (closed.getCount() > 0) {
          return;
        }
      } else if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          operation, Reason.INTERRUPTED, mayHaveHappened, "the thread was interrupted", null);
    }
    throw new TransportException(
        operation, Reason.CLOSED, mayHaveHappened, "the client was closed", null);
  }
}
