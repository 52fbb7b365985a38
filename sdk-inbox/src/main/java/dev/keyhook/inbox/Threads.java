package dev.keyhook.inbox;

import java.time.Duration;

/** Starts and ends the inbox's own threads. */
final class Threads {

  private Threads() {}

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits for a thread to end; an interrupt of the caller ends the wait and stays set. */
  static void join(Thread thread, Duration timeout) {
    try {
      thread.join(Math.max(1, timeout.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
