package dev.keyhook.cli.send;

import java.time.Clock;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands deliveries to the connections when they are due: new ones at a rate, retries later. */
final class Feed {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Job> retries =
      new PriorityQueue<>(Comparator.comparingLong((Job job) -> job.dueNanos));
  private final EventSource source;
  private final double perSecond;
  private final long endNanos;
  private final long startNanos = System.nanoTime();
  private long handedOut;
  private int inFlight;
  private @Nullable Job next;
  private boolean isCancelled;

  /**
   * Creates a feed.
   *
   * @param perSecond how many new deliveries per second; 0 for as fast as possible
   * @param forNanos for how long new events are made; 0 until the source ends
   */
  Feed(EventSource source, double perSecond, long forNanos) {
    this.source = source;
    this.perSecond = perSecond;
    this.endNanos = forNanos;
  }

  /**
   * Returns the next delivery when it is due; null when all is done.
   *
   * @param finished how many deliveries have ended since the last call
   */
  @Nullable Job take(int finished) throws InterruptedException {
    lock.lock();
    try {
      inFlight -= finished;
      while (!isCancelled) {
        long now = System.nanoTime();
        Job retry = retries.peek();
        if (retry != null && retry.dueNanos - now <= 0) {
          return started(retries.remove());
        }
        Job fresh = peekSource(now);
        if (fresh != null && fresh.dueNanos - now <= 0) {
          next = null;
          handedOut++;
          return started(fresh);
        }
        if (fresh == null && retry == null && inFlight == 0) {
          changed.signalAll();
          return null;
        }
        changed.awaitNanos(waitNanos(now, fresh, retry));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private Job started(Job job) {
    inFlight++;
    return job;
  }

  private @Nullable Job peekSource(long now) {
    if (endNanos > 0 && now - startNanos >= endNanos) {
      source.stop();
    }
    if (next == null) {
      next = source.next(Clock.systemUTC().instant());
      if (next != null) {
        next.dueNanos = perSecond > 0 ? startNanos + (long) (handedOut * 1e9 / perSecond) : now;
      }
    }
    return next;
  }

  private static long waitNanos(long now, @Nullable Job fresh, @Nullable Job retry) {
    long wait = TimeUnit.SECONDS.toNanos(1);
    wait = fresh == null ? wait : Math.min(wait, fresh.dueNanos - now);
    wait = retry == null ? wait : Math.min(wait, retry.dueNanos - now);
    return Math.max(1, wait);
  }

  /** Schedules a delivery for a retry. */
  void retry(Job job, long delayNanos) {
    lock.lock();
    try {
      inFlight--;
      job.dueNanos = System.nanoTime() + delayNanos;
      retries.add(job);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the run at once. */
  void cancel() {
    lock.lock();
    try {
      isCancelled = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many events were made so far. */
  int made() {
    lock.lock();
    try {
      return source.made();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many deliveries wait for their retry. */
  int waiting() {
    lock.lock();
    try {
      return retries.size();
    } finally {
      lock.unlock();
    }
  }
}
