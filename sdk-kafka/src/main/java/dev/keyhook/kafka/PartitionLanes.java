package dev.keyhook.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one partition for as long as this worker owns it: records with equal keys run one
 * after the other, lanes in parallel. A partition is suspicious if several workers have vanished at
 * the same offset: then events run one at a time, and each is noted in the committed offset before
 * it starts. Safe for use by any number of threads.
 */
final class PartitionLanes {

  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition attemptEnded = lock.newCondition();

  // Guarded by the lock.
  private final OffsetWindow window;
  private final Map<Object, Lane> lanes = new HashMap<>();
  private final Set<Thread> running = new HashSet<>();
  private boolean isStopped;

  /** The event that earlier workers were handling when they vanished. */
  private @Nullable Vanished vanished;

  /** The note of this worker about an event that it begins; null for none. */
  private @Nullable Vanished begun;

  private boolean isSuspicious;
  private boolean isOneAtATime;

  /** While events run one at a time: the lanes that can run, by the offsets of their events. */
  private final TreeMap<Long, Lane> waiting = new TreeMap<>();

  /** The lane that {@link #startAlone} has started; null once its attempt has ended. */
  private @Nullable Lane alone;

  private OffsetAndMetadata committed;

  private volatile boolean isInterrupting;

  /**
   * What the partitions of a worker share.
   *
   * @param maxEvents how many records of a partition to hold at once
   * @param maxSpan how many offsets to read past the first unfinished one: about as many are
   *     delivered again after a crash
   * @param held what all partitions hold together
   */
  record Settings(Attempts attempts, Executor executor, int maxEvents, int maxSpan, Held held) {}

  /** Records with equal keys; the first one runs or waits for its next attempt. */
  private static final class Lane {

    private final Object key;
    private final Queue<StoredEvent> events = new ArrayDeque<>();
    private int attempts;

    Lane(Object key) {
      this.key = key;
    }
  }

  /**
   * Creates it.
   *
   * @param first the offset from which records are read
   * @param found what the committed offset says about earlier workers
   * @param hasEvents whether there is a record to begin with
   */
  PartitionLanes(Settings settings, long first, Optional<Vanished> found, boolean hasEvents) {
    this.settings = settings;
    this.window = new OffsetWindow(first);
    this.vanished = found.orElse(null);
    if (hasEvents && found.filter(Vanished::isSuspicious).isPresent()) {
      this.isSuspicious = true;
      this.begun = vanished;
    } else if (hasEvents) {
      int times = found.filter(event -> event.offset() == first).map(Vanished::times).orElse(0);
      this.begun = new Vanished(first, times + 1);
    }
    this.committed = new OffsetAndMetadata(first);
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
      settings.held().addBytes(event.weight());
      Lane lane = lanes.computeIfAbsent(key, Lane::new);
      lane.events.add(event);
      if (lane.events.size() == 1) {
        settings.held().addLanes(1);
        start(lane, event);
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

  /** Returns the offset to commit, with a note about the event that is begun. */
  OffsetAndMetadata commit() {
    lock.lock();
    try {
      return new OffsetAndMetadata(window.committable(), begun == null ? "" : begun.text());
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether {@link #commit} differs from what is committed. */
  boolean isCommitDue() {
    lock.lock();
    try {
      return !commit().equals(committed);
    } finally {
      lock.unlock();
    }
  }

  void committed(OffsetAndMetadata offset) {
    lock.lock();
    try {
      committed = offset;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether one of the events that were read may have ended earlier workers: until each
   * lane has had an attempt.
   */
  boolean isSuspicious() {
    lock.lock();
    try {
      return isSuspicious;
    } finally {
      lock.unlock();
    }
  }

  /** Sets whether events run one at a time, each started by {@link #startAlone}. */
  void runOneAtATime(boolean isOn) {
    lock.lock();
    try {
      isOneAtATime = isOn;
      if (!isOn) {
        waiting.values().forEach(lane -> settings.executor().execute(() -> runFirst(lane)));
        waiting.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether no attempt runs, and none was started by {@link #startAlone}. */
  boolean isIdle() {
    lock.lock();
    try {
      return running.isEmpty() && alone == null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether an event can be started by {@link #startAlone}. */
  boolean hasWaiting() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the first waiting event begins. The note must be committed before it starts. */
  void noteNext() {
    lock.lock();
    try {
      long offset = waiting.firstKey();
      begun =
          vanished != null && vanished.offset() == offset
              ? new Vanished(offset, vanished.times() + 1)
              : new Vanished(offset, Vanished.TIMES_TOGETHER);
    } finally {
      lock.unlock();
    }
  }

  /** Starts the event of {@link #noteNext}. */
  void startAlone() {
    lock.lock();
    try {
      // Not simply the first one: a retry with a lower offset may have become due meanwhile.
      Lane lane = begun == null ? null : waiting.remove(begun.offset());
      if (lane != null) {
        alone = lane;
        settings.executor().execute(() -> runFirst(lane));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Restores the note of earlier workers, because this one gives the partition up in order. */
  void restoreNote() {
    lock.lock();
    try {
      begun = vanished;
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
        lane.events.forEach(event -> settings.held().addBytes(-event.weight()));
      }
      settings.held().addLanes(-lanes.size());
      lanes.clear();
      waiting.clear();
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
        left = attemptEnded.awaitNanos(left);
      }
      return running.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void start(Lane lane, StoredEvent first) {
    if (isOneAtATime) {
      waiting.put(first.record().offset(), lane);
    } else {
      settings.executor().execute(() -> runFirst(lane));
    }
  }

  private void startAgain(Lane lane, StoredEvent first) {
    lock.lock();
    try {
      if (!isStopped) {
        start(lane, first);
      }
    } finally {
      lock.unlock();
    }
  }

  private void runFirst(Lane lane) {
    StoredEvent event;
    int number;
    boolean isSuspect;
    lock.lock();
    try {
      event = lane.events.peek();
      if (isStopped || event == null) {
        return;
      }
      if (isOneAtATime && lane != alone) { // it was queued before
        waiting.put(event.record().offset(), lane);
        return;
      }
      Vanished before = blamed(event);
      number = lane.attempts + 1 + (before == null ? 0 : before.times());
      isSuspect = before != null && before.isProven();
      running.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    AttemptResult result;
    try {
      result = settings.attempts().run(event, number, isSuspect, () -> isInterrupting);
    } catch (RuntimeException | Error e) { // not the handler's, so the record stays unfinished
      result = settings.attempts().broken(e);
    }
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      survived(lane, event);
      settle(lane, event, result);
      isSuspicious &= !waiting.isEmpty();
    } finally {
      attemptEnded.signalAll();
      lock.unlock();
      if (isInterrupting) {
        Thread.interrupted(); // the thread goes on with other partitions
      }
    }
  }

  /** An attempt has ended, so its event did not end the process. */
  private void survived(Lane lane, StoredEvent event) {
    Vanished before = blamed(event);
    if (before != null) {
      lane.attempts += before.times();
      vanished = null;
    }
    if (begun != null && begun.offset() == event.record().offset()) {
      begun = null;
    }
    if (alone == lane) {
      alone = null;
    }
  }

  private @Nullable Vanished blamed(StoredEvent event) {
    return vanished != null && vanished.offset() == event.record().offset() ? vanished : null;
  }

  private void settle(Lane lane, StoredEvent event, AttemptResult result) {
    if (result instanceof AttemptResult.Retry retry) {
      lane.attempts += retry.isCounted() ? 1 : 0;
      if (!isStopped) {
        CompletableFuture.delayedExecutor(
                retry.delay().toNanos(), TimeUnit.NANOSECONDS, settings.executor())
            .execute(() -> startAgain(lane, event));
      }
      return;
    }
    window.finish(event.record().offset());
    if (isStopped) {
      return;
    }
    settings.held().addBytes(-event.weight());
    lane.events.remove();
    lane.attempts = 0;
    StoredEvent next = lane.events.peek();
    if (next == null) {
      lanes.remove(lane.key);
      settings.held().addLanes(-1);
    } else {
      start(lane, next);
    }
  }
}
