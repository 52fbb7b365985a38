package dev.keyhook.spring;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for an effect of another thread or process by polling. */
final class Until {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Until() {}

  /**
   * Waits until a condition holds.
   *
   * @param what describes the condition in the error message
   * @throws AssertionError if it does not hold within two minutes
   */
  static void holds(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("Not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
