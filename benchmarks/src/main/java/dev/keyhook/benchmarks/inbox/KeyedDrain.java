package dev.keyhook.benchmarks.inbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Handles a backlog in the topic {@link #TOPIC} with a handler that takes one millisecond. */
final class KeyedDrain {

  static final String TOPIC = "backlog";

  private static final long HANDLER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final int lanes;
  private final int events;
  private final long start = System.nanoTime();
  private final AtomicInteger groups = new AtomicInteger();
  private final AtomicInteger outOfOrder = new AtomicInteger();

  /**
   * Creates a measurement.
   *
   * @param lanes the number of lanes, which are named 0, 1, ...
   * @param events the number of events in the backlog
   */
  KeyedDrain(int lanes, int events) {
    this.lanes = lanes;
    this.events = events;
  }

  /** Starts to handle the backlog in a new consumer group. */
  @FunctionalInterface
  interface Starter {
    AutoCloseable start(String group, Consumer<Job> handler) throws Exception;
  }

  /** Handles the backlog. The measurement starts after the group has been joined. */
  Rate run(Starter starter) throws Exception {
    AtomicLongArray last = new AtomicLongArray(lanes);
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(events);
    AutoCloseable consumer =
        starter.start(
            "group-" + start + "-" + groups.incrementAndGet(),
            job -> {
              first.countDown();
              LockSupport.parkNanos(HANDLER_NANOS);
              if (last.getAndSet(Integer.parseInt(job.lane()), job.number()) > job.number()) {
                outOfOrder.incrementAndGet();
              }
              all.countDown();
            });
    try {
      await(first, 1);
      Stopwatch watch = new Stopwatch();
      await(all, 10);
      return watch.rate(events);
    } finally {
      consumer.close();
    }
  }

  private static void await(CountDownLatch events, int minutes) throws InterruptedException {
    if (!events.await(minutes, TimeUnit.MINUTES)) {
      throw new IllegalStateException(events.getCount() + " events were not handled");
    }
  }

  /** Returns how many events were handled after a later event of their lane, in all runs. */
  int outOfOrder() {
    return outOfOrder.get();
  }
}
