package dev.keyhook.webhooks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Limits the time that a thread reads from a channel: after it the thread is interrupted, which
 * closes the channel. Neither the timer nor the interrupt remain after the read.
 */
final class ReadLimit {

  /** Reads from a channel. */
  @FunctionalInterface
  interface Read {

    void run() throws IOException;
  }

  private final Thread reader = Thread.currentThread();
  private final Object lock = new Object();
  private boolean isReading = true;
  private boolean isOver;

  private ReadLimit() {}

  /**
   * Reads on this thread.
   *
   * @throws IOException if the read fails, or the time is over
   */
  static void run(long millis, Read read) throws IOException {
    ReadLimit limit = new ReadLimit();
    CompletableFuture<Void> ended =
        new CompletableFuture<Void>().orTimeout(millis, TimeUnit.MILLISECONDS);
    var unused =
        ended.whenComplete(
            (nothing, timeout) -> {
              if (timeout != null) {
                limit.interrupt();
              }
            });
    try {
      read.run();
    } finally {
      limit.end();
      ended.complete(null); // removes the timer
    }
  }

  private void interrupt() {
    synchronized (lock) { // otherwise the interrupt could reach the thread's next work
      if (isReading) {
        isOver = true;
        reader.interrupt();
      }
    }
  }

  /** Clears the interrupt, because the thread belongs to the server. */
  private void end() {
    synchronized (lock) {
      isReading = false;
      if (isOver) {
        Thread.interrupted();
      }
    }
  }
}
