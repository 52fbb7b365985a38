package dev.keyhook.inbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Polls the state of a database or process that sends no notifications. */
final class Until {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Until() {}

  /**
   * A state to wait for.
   *
   * @param <X> what reading it may throw
   */
  @FunctionalInterface
  interface Condition<X extends Exception> {
    boolean holds() throws X;
  }

  /**
   * Waits until a condition holds.
   *
   * @param what describes it for the error message
   * @throws AssertionError if it does not hold within a minute
   */
  static <X extends Exception> void holds(String what, Condition<X> condition) throws X {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("Not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
