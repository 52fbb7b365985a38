package dev.keyhook.kafka;

import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The thread that owns a consumer: it reads records into the lanes of their partitions, pauses full
 * partitions, and commits offsets.
 */
final class PollLoop implements Runnable, ConsumerRebalanceListener {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration POLL_WHILE_FULL = Duration.ofMillis(5);
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);
  private static final long COMMIT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MAX_HELD_BYTES = 64L << 20;
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final PartitionLanes.Settings settings;
  private final InboxListener listener;
  private final Duration closeTimeout;
  private final Map<TopicPartition, PartitionLanes> partitions = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private long nextCommit = System.nanoTime();

  PollLoop(
      Consumer<byte[], byte[]> consumer,
      PartitionLanes.Settings settings,
      InboxListener listener,
      Duration closeTimeout) {
    this.consumer = consumer;
    this.settings = settings;
    this.listener = listener;
    this.closeTimeout = closeTimeout;
  }

  /** Ends the loop, from any thread. */
  void stop() {
    stop.countDown();
    consumer.wakeup();
  }

  @Override
  public void run() {
    try {
      while (stop.getCount() > 0) {
        step();
      }
      release(partitions.keySet());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Thread.interrupted(); // an interrupt would end close() at once
      closeConsumer();
    }
  }

  private void step() throws InterruptedException {
    try {
      boolean isAnyFull = pauseFull();
      commitIfDue();
      ConsumerRecords<byte[], byte[]> records = consumer.poll(isAnyFull ? POLL_WHILE_FULL : POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        partitions
            .computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()),
                partition -> new PartitionLanes(settings, record.offset()))
            .accept(record);
      }
    } catch (WakeupException e) {
      // stop() was called
    } catch (KafkaException | IllegalStateException e) {
      Listening.tell(() -> listener.databaseFailed(e));
      stop.await(1, TimeUnit.SECONDS);
    }
  }

  /** Pauses partitions that hold too much and resumes the others; returns whether one is full. */
  private boolean pauseFull() {
    boolean isMemoryFull = settings.heldBytes().get() >= MAX_HELD_BYTES;
    Set<TopicPartition> full = new HashSet<>();
    Set<TopicPartition> others = new HashSet<>();
    for (TopicPartition assigned : consumer.assignment()) {
      PartitionLanes lanes = partitions.get(assigned);
      boolean isFull = isMemoryFull || (lanes != null && lanes.isFull());
      (isFull ? full : others).add(assigned);
    }
    Set<TopicPartition> paused = consumer.paused();
    others.retainAll(paused);
    boolean isAnyFull = !full.isEmpty();
    full.removeAll(paused);
    consumer.pause(full);
    consumer.resume(others);
    return isAnyFull;
  }

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
      OptionalLong offset = lanes == null ? OptionalLong.empty() : lanes.commitDue();
      offset.ifPresent(value -> due.put(partition, new OffsetAndMetadata(value)));
    }
    return due;
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          PartitionLanes lanes = partitions.get(partition);
          if (lanes != null) {
            lanes.committed(offset.offset());
          }
        });
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    // Lanes are created with the first record, which tells the first offset.
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
      PartitionLanes lanes = partitions.remove(partition);
      if (lanes != null) {
        lanes.stop();
        lanes.interrupt();
      }
    }
  }

  private void release(Collection<TopicPartition> released) throws InterruptedException {
    Set<TopicPartition> owned = new HashSet<>(released);
    owned.retainAll(partitions.keySet());
    owned.forEach(partition -> lanesOf(partition).stop());
    long deadline = System.nanoTime() + closeTimeout.toNanos();
    for (TopicPartition partition : owned) {
      PartitionLanes lanes = lanesOf(partition);
      if (!lanes.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        lanes.interrupt();
        lanes.awaitIdle(AFTER_INTERRUPT);
      }
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> due = commitsDue(owned);
      if (!due.isEmpty()) {
        commitSync(due);
      }
    } finally {
      owned.forEach(partitions::remove);
    }
  }

  /** A failed commit means that the next owner reads some events again. */
  private void commitSync(Map<TopicPartition, OffsetAndMetadata> due) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        consumer.commitSync(due, COMMIT_TIMEOUT);
        return;
      } catch (WakeupException e) {
        // stop() was called before the commit; the wake-up is used up now
      } catch (KafkaException e) {
        Listening.tell(() -> listener.databaseFailed(e));
        return;
      }
    }
  }

  private PartitionLanes lanesOf(TopicPartition partition) {
    PartitionLanes lanes = partitions.get(partition);
    if (lanes == null) {
      throw new IllegalStateException("Not owned: " + partition);
    }
    return lanes;
  }

  private void closeConsumer() {
    try {
      consumer.close();
    } catch (KafkaException e) {
      Listening.tell(() -> listener.databaseFailed(e));
    }
  }
}
