package dev.keyhook.benchmarks.inbox;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** A backlog of events in a store, which eight workers handle. */
interface Backlog extends AutoCloseable {

  int WORKERS = 8;

  /** Resets all events to waiting. */
  void refill() throws Exception;

  /** Starts the workers. */
  Workers start(CountDownLatch handled) throws Exception;

  @Override
  void close() throws SQLException;

  /** Stops threads after their current event. */
  static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a worker does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Workers that run until they are closed. */
  @FunctionalInterface
  interface Workers extends AutoCloseable {
    @Override
    void close();
  }

  /** Handles all events, and returns the rate. The refill is not timed. */
  default Rate drain(Postgres postgres, int events) throws Exception {
    refill();
    CountDownLatch handled = new CountDownLatch(events);
    Stopwatch watch = new Stopwatch(postgres);
    Workers workers = start(handled);
    try {
      if (!handled.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException(handled.getCount() + " events were not handled");
      }
      return watch.rate(events);
    } finally {
      workers.close();
    }
  }
}
