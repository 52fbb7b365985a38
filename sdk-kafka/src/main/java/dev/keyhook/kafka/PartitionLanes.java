package dev.keyhook.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lanes of one partition for as long as this worker owns it: records with equal keys run one
 * after the other, lanes in parallel. Safe for use by any number of threads.
 */
final class PartitionLanes {

  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isIdle = lock.newCondition();

  // Guarded by the lock.
  private final OffsetWindow window;
  private final Map<Object, Lane> lanes = new HashMap<>();
  private final Set<Thread> running = new HashSet<>();
  private boolean isStopped;

  private volatile boolean isInterrupting;

  /**
   * What the partitions of a worker share.
   *
   * @param maxEvents how many records of a partition to hold at once
   * @param maxSpan how many offsets to read past the first unfinished one: about as many are
   *     delivered again after a crash
   * @param heldBytes how much memory the held records of all partitions take
   */
  record Settings(
      Attempts attempts, Executor executor, int maxEvents, int maxSpan, AtomicLong heldBytes) {}

  /** Records with equal keys; the first one runs or waits for its next attempt. */
  private static final class Lane {

    private final Object key;
    private final Queue<StoredEvent> events = new ArrayDeque<>();
    private int attempts;

    Lane(Object key) {
      this.key = key;
    }
  }

  PartitionLanes(Settings settings, long firstOffset) {
    this.settings = settings;
    this.window = new OffsetWindow(firstOffset);
  }

  /** Takes a record over. Offsets rise. */
  void accept(ConsumerRecord<byte[], byte[]> record) {
    StoredEvent event = new StoredEvent(record);
    // Without a key there is no order to keep: the record has a lane of its own.
    Object key = record.key() == null ? record.offset() : ByteBuffer.wrap(record.key());
    lock.lock();
    try {
      if (isStopped) {
        return;
      }
      window.add(record.offset());
      settings.heldBytes().addAndGet(event.weight());
      Lane lane = lanes.computeIfAbsent(key, Lane::new);
      lane.events.add(event);
      if (lane.events.size() == 1) {
        start(lane);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether no more records should be read for now. */
  boolean isFull() {
    lock.lock();
    try {
      return window.size() >= settings.maxEvents() || window.span() >= settings.maxSpan();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the offset to commit; empty if it is committed already. */
  OptionalLong commitDue() {
    lock.lock();
    try {
      return window.isCommitDue() ? OptionalLong.of(window.committable()) : OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  void committed(long offset) {
    lock.lock();
    try {
      window.committed(offset);
    } finally {
      lock.unlock();
    }
  }

  /** Starts no more attempts. Those that run go on. */
  void stop() {
    lock.lock();
    try {
      isStopped = true;
      for (Lane lane : lanes.values()) {
        lane.events.forEach(event -> settings.heldBytes().addAndGet(-event.weight()));
      }
      lanes.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the attempts that run. */
  void interrupt() {
    isInterrupting = true;
    lock.lock();
    try {
      running.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no attempt runs; returns whether that is so. */
  boolean awaitIdle(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!running.isEmpty() && left > 0) {
        left = isIdle.awaitNanos(left);
      }
      return running.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void start(Lane lane) {
    settings.executor().execute(() -> runFirst(lane));
  }

  private void runFirst(Lane lane) {
    StoredEvent event;
    int number;
    lock.lock();
    try {
      event = lane.events.peek();
      if (isStopped || event == null) {
        return;
      }
      number = lane.attempts + 1;
      running.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    AttemptResult result;
    try {
      result = settings.attempts().run(event, number, () -> isInterrupting);
    } catch (RuntimeException | Error e) { // not the handler's, so the record stays unfinished
      result = settings.attempts().broken(e);
    }
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      settle(lane, event, result);
      isIdle.signalAll();
    } finally {
      lock.unlock();
      if (isInterrupting) {
        Thread.interrupted(); // the thread goes on with other partitions
      }
    }
  }

  private void settle(Lane lane, StoredEvent event, AttemptResult result) {
    if (result instanceof AttemptResult.Retry retry) {
      lane.attempts += retry.isCounted() ? 1 : 0;
      if (!isStopped) {
        CompletableFuture.delayedExecutor(
                retry.delay().toNanos(), TimeUnit.NANOSECONDS, settings.executor())
            .execute(() -> runFirst(lane));
      }
      return;
    }
    window.finish(event.record().offset());
    if (isStopped) {
      return;
    }
    settings.heldBytes().addAndGet(-event.weight());
    lane.events.remove();
    lane.attempts = 0;
    if (lane.events.isEmpty()) {
      lanes.remove(lane.key);
    } else {
      start(lane);
    }
  }
}
