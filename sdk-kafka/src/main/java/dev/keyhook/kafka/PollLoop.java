package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.internal.inbox.Outage;
import dev.keyhook.routing.InboxListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a worker: it reads until the worker is closed. After a failure it gives all
 * partitions back and starts again with a new consumer, because records that were read and not
 * passed on would be skipped.
 */
final class PollLoop implements Runnable {

  private final Supplier<OwnedPartitions> consumers;
  private final InboxListener listener;
  private final Outage outage;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable OwnedPartitions current;
  private volatile boolean isReading;

  /**
   * Creates it.
   *
   * @param consumers opens a consumer, at once and after each failure
   * @param nanoTime a monotonic clock in nanoseconds
   */
  PollLoop(Supplier<OwnedPartitions> consumers, InboxListener listener, LongSupplier nanoTime) {
    this.current = subscribed(consumers);
    this.consumers = consumers;
    this.listener = listener;
    this.outage = new Outage(nanoTime);
    this.isReading = true;
  }

  private static OwnedPartitions subscribed(Supplier<OwnedPartitions> consumers) {
    OwnedPartitions owned = consumers.get();
    owned.subscribe();
    return owned;
  }

  /** Ends the loop, from any thread. */
  void stop() {
    stop.countDown();
    OwnedPartitions owned = current;
    if (owned != null) {
      owned.wakeUp();
    }
  }

  /** Returns false while it waits to start again after a failure, and when it has ended. */
  boolean isReading() {
    return isReading;
  }

  @Override
  public void run() {
    try {
      while (stop.getCount() > 0) {
        readUntilFailure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      isReading = false;
    }
  }

  private void readUntilFailure() throws InterruptedException {
    try {
      read();
    } catch (PartitionsAddedException e) {
      Listening.tell(() -> listener.databaseFailed(e));
      stop.countDown();
    } catch (RuntimeException | Error e) { // an error must not end the worker unnoticed
      Listening.tell(() -> listener.databaseFailed(e));
      boolean ignored = stop.await(outage.failed().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void readFrom(OwnedPartitions owned) throws InterruptedException {
    try {
      isReading = true;
      while (stop.getCount() > 0) {
        owned.step();
        outage.ended();
      }
    } finally {
      isReading = false;
      owned.release();
    }
  }

  private void read() throws InterruptedException {
    OwnedPartitions next = current;
    OwnedPartitions owned = next == null ? subscribed(consumers) : next;
    current = owned;
    try (owned) {
      readFrom(owned);
    } finally {
      current = null;
    }
  }
}
