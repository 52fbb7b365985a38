package dev.keyhook.webhooks;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Limits how long a thread reads from a channel: an interrupt closes the channel. The timer is the
 * JDK's, and nothing of it remains after the read. Used by one thread.
 */
final class ReadLimit {

  /** Reads from a channel. */
  @FunctionalInterface
  interface Read {

    /** Returns what {@link java.io.InputStream#read(byte[])} returns. */
    int read() throws IOException;
  }

  private final Thread reader = Thread.currentThread();
  private final Object lock = new Object();
  private boolean isReading = true;
  private boolean isOver;

  private ReadLimit() {}

  /**
   * Reads, at most as long as given.
   *
   * @throws IOException also if the time is over; the channel is closed then
   */
  static int read(long millis, Read read) throws IOException {
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
      return read.read();
    } finally {
      limit.end();
      ended.complete(null); // removes the timer
    }
  }

  private void interrupt() {
    synchronized (lock) { // or the interrupt could reach what the thread does next
      if (isReading) {
        isOver = true;
        reader.interrupt();
      }
    }
  }

  /** Takes the interrupt back: the thread belongs to the server. */
  private void end() {
    synchronized (lock) {
      isReading = false;
      if (isOver) {
        Thread.interrupted();
      }
    }
  }
}
