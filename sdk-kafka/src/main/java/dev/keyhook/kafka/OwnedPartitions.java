package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a consumer owns: reads records into their lanes, pauses full partitions, and
 * commits offsets. Used by one thread, except for {@link #wakeUp}.
 */
final class OwnedPartitions implements ConsumerRebalanceListener, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration POLL_WHILE_BUSY = Duration.ofMillis(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long COMMIT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MAX_HELD_BYTES = 64L << 20;
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Topic topic;
  private final PartitionLanes.Settings settings;
  private final InboxListener listener;
  private final Duration closeTimeout;
  private final Map<TopicPartition, PartitionLanes> partitions = new HashMap<>();

  /** Assigned and paused; nothing of them is read yet. */
  private final Set<TopicPartition> assigned = new HashSet<>();

  private long nextCommit = System.nanoTime();

  /** A topic, and how many partitions it had when the worker started. */
  record Topic(String name, int partitions) {}

  OwnedPartitions(
      Consumer<byte[], byte[]> consumer,
      Topic topic,
      PartitionLanes.Settings settings,
      InboxListener listener,
      Duration closeTimeout) {
    this.consumer = consumer;
    this.topic = topic;
    this.settings = settings;
    this.listener = listener;
    this.closeTimeout = closeTimeout;
  }

  /** Joins the group. */
  void subscribe() {
    consumer.subscribe(List.of(topic.name()), this);
  }

  /** Ends a step that waits for records, from any thread. */
  void wakeUp() {
    consumer.wakeup();
  }

  /**
   * Reads what there is, for at most a moment.
   *
   * @throws PartitionsAddedException if the topic has more partitions than before
   */
  void step() {
    try {
      beginAssigned();
      boolean isAnyFull = pauseFull();
      commitIfDue();
      boolean isOneAtATime = startAlone();
      boolean isBusy = isAnyFull || isOneAtATime;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(isBusy ? POLL_WHILE_BUSY : POLL)) {
        lanesOf(new TopicPartition(record.topic(), record.partition())).accept(record);
      }
    } catch (WakeupException e) {
      // wakeUp() was called
    }
  }

  // ---- Assignment

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    consumer.pause(added);
    assigned.addAll(added);
  }

  /** Lets handlers end and commits, so that the next owner continues where this worker ends. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    try {
      release(revoked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another worker may own the partitions already: interrupts handlers and commits nothing. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    for (TopicPartition partition : lost) {
      assigned.remove(partition);
      PartitionLanes lanes = partitions.remove(partition);
      if (lanes != null) {
        lanes.stop();
        lanes.interrupt();
      }
    }
  }

  /**
   * Notes in the committed offsets of new partitions that their first events are begun, before they
   * are read.
   */
  private void beginAssigned() {
    if (assigned.isEmpty()) {
      return;
    }
    if (assigned.stream().anyMatch(partition -> partition.partition() >= topic.partitions())) {
      throw new PartitionsAddedException(topic.name(), topic.partitions());
    }
    try {
      Map<TopicPartition, PartitionLanes> begun = new HashMap<>();
      Map<TopicPartition, OffsetAndMetadata> notes = new HashMap<>();
      Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, TIMEOUT);
      Map<TopicPartition, OffsetAndMetadata> committed =
          consumer.committed(Set.copyOf(assigned), TIMEOUT);
      for (TopicPartition partition : assigned) {
        PartitionLanes lanes =
            begin(partition, committed.get(partition), ends.getOrDefault(partition, 0L));
        begun.put(partition, lanes);
        notes.put(partition, lanes.commit());
      }
      consumer.commitSync(notes, TIMEOUT);
      begun.forEach(
          (partition, lanes) -> {
            lanes.committed(lanes.commit());
            partitions.put(partition, lanes);
          });
      assigned.clear();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      Listening.tell(() -> listener.databaseFailed(e)); // the next step begins them
    }
  }

  private PartitionLanes begin(
      TopicPartition partition, @Nullable OffsetAndMetadata committed, long end) {
    long first = committed == null ? consumer.position(partition, TIMEOUT) : committed.offset();
    return new PartitionLanes(
        settings,
        first,
        Vanished.parse(committed == null ? null : committed.metadata()),
        end > first);
  }

  private PartitionLanes lanesOf(TopicPartition partition) {
    PartitionLanes lanes = partitions.get(partition);
    if (lanes == null) {
      throw new IllegalStateException("Not owned: " + partition);
    }
    return lanes;
  }

  /** Pauses partitions that hold too much and resumes the others; returns whether one is full. */
  private boolean pauseFull() {
    boolean isMemoryFull = settings.held().bytes() >= MAX_HELD_BYTES;
    Set<TopicPartition> full = new HashSet<>();
    Set<TopicPartition> others = new HashSet<>();
    partitions.forEach(
        (partition, lanes) -> (isMemoryFull || lanes.isFull() ? full : others).add(partition));
    Set<TopicPartition> paused = consumer.paused();
    others.retainAll(paused);
    boolean isAnyFull = !full.isEmpty();
    full.removeAll(paused);
    consumer.pause(full);
    consumer.resume(others);
    return isAnyFull;
  }

  /**
   * While a partition is suspicious, starts one event of this worker at a time; returns whether
   * that is so. No event is blamed for another one, because the notes of earlier events are removed
   * before the next one starts.
   */
  private boolean startAlone() {
    boolean isAny = partitions.values().stream().anyMatch(PartitionLanes::isSuspicious);
    partitions.values().forEach(lanes -> lanes.runOneAtATime(isAny));
    if (isAny && partitions.values().stream().allMatch(PartitionLanes::isIdle)) {
      partitions.values().stream()
          .filter(PartitionLanes::hasWaiting)
          .min(Comparator.comparing(lanes -> !lanes.isSuspicious()))
          .ifPresent(this::startAlone);
    }
    return isAny;
  }

  private void startAlone(PartitionLanes lanes) {
    lanes.noteNext();
    if (commitSync(commitsDue(partitions.keySet()))) {
      lanes.startAlone();
    }
  }

  // ---- Offsets

  private void commitIfDue() {
    long now = System.nanoTime();
    if (now - nextCommit < 0) {
      return;
    }
    nextCommit = now + COMMIT_INTERVAL_NANOS;
    Map<TopicPartition, OffsetAndMetadata> due = commitsDue(partitions.keySet());
    if (due.isEmpty()) {
      return;
    }
    consumer.commitAsync(
        due,
        (offsets, failure) -> {
          if (failure == null) {
            committed(offsets);
          } // otherwise they are due again
        });
  }

  private Map<TopicPartition, OffsetAndMetadata> commitsDue(Collection<TopicPartition> among) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition partition : among) {
      PartitionLanes lanes = partitions.get(partition);
      if (lanes != null && lanes.isCommitDue()) {
        due.put(partition, lanes.commit());
      }
    }
    return due;
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          PartitionLanes lanes = partitions.get(partition);
          if (lanes != null) {
            lanes.committed(offset);
          }
        });
  }

  /** Lets the handlers of all partitions end, and commits. */
  void release() throws InterruptedException {
    release(Set.copyOf(partitions.keySet()));
  }

  private void release(Collection<TopicPartition> released) throws InterruptedException {
    assigned.removeAll(released);
    Set<TopicPartition> owned = new HashSet<>(released);
    owned.retainAll(partitions.keySet());
    owned.forEach(partition -> lanesOf(partition).stop());
    try {
      awaitIdle(owned);
      owned.forEach(partition -> lanesOf(partition).restoreNote());
      commitSync(commitsDue(owned));
    } finally {
      owned.forEach(partitions::remove);
    }
  }

  private void awaitIdle(Set<TopicPartition> owned) throws InterruptedException {
    long deadline = System.nanoTime() + closeTimeout.toNanos();
    for (TopicPartition partition : owned) {
      PartitionLanes lanes = lanesOf(partition);
      if (!lanes.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        lanes.interrupt();
        lanes.awaitIdle(AFTER_INTERRUPT);
      }
    }
  }

  /** Returns whether it succeeded. Otherwise the next owner reads some events again. */
  private boolean commitSync(Map<TopicPartition, OffsetAndMetadata> due) {
    if (due.isEmpty()) {
      return true;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        consumer.commitSync(due, TIMEOUT);
        committed(due);
        return true;
      } catch (WakeupException e) {
        // wakeUp() was called before the commit; the wake-up is used up now
      } catch (KafkaException e) {
        Listening.tell(() -> listener.databaseFailed(e));
        return false;
      }
    }
    return false;
  }

  /** Ends what is still owned without a commit, and leaves the group. */
  @Override
  public void close() {
    boolean wasInterrupted = Thread.interrupted(); // it would end close() of the consumer at once
    try {
      onPartitionsLost(Set.copyOf(partitions.keySet()));
      consumer.close();
    } catch (KafkaException e) {
      Listening.tell(() -> listener.databaseFailed(e));
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
