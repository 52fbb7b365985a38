package dev.keyhook.cli.send;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end early but orderly when the process is asked to end, by Ctrl-C or SIGTERM: sending
 * stops, the summary is printed, and only then the process ends.
 */
final class Interruption implements AutoCloseable {

  /** A response is waited for up to 5 s, so is a connection. */
  private static final long LIMIT_SECONDS = 15;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean isRequested;
  private volatile int exitCode;

  /**
   * Watches for the end of the process.
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
        // The exit code of a signal would say nothing about the deliveries.
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the process was asked to end. */
  boolean isRequested() {
    return isRequested;
  }

  /** Records that everything is printed: an interrupted process ends with this exit code now. */
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
