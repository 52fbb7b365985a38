package dev.keyhook.cli.send;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run early after Ctrl-C or SIGTERM: sending stops, the summary is printed, and then the
 * process ends.
 */
final class Interruption implements AutoCloseable {

  /** Longer than the timeouts of a connection and a response, 5 s each. */
  private static final long LIMIT_SECONDS = 15;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean isRequested;
  private volatile int exitCode;

  /**
   * Registers a shutdown hook.
   *
   * @param onRequest stops sending
   */
  Interruption(Runnable onRequest) {
    hook = new Thread(() -> finish(onRequest), "send-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void finish(Runnable onRequest) {
    isRequested = true;
    onRequest.run();
    try {
      if (finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        // Otherwise the exit code would be that of the signal.
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the process is ending. */
  boolean isRequested() {
    return isRequested;
  }

  /** Records that the summary is printed; an interrupted process now ends with this exit code. */
  void finished(int code) {
    exitCode = code;
    finished.countDown();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is running.
    }
  }
}
