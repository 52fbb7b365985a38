package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.EventContext;
import dev.keyhook.store.Idempotency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread of a worker on the fake consumer of kafka-clients, which does not wait in a poll. */
class PollLoopTest {

  private static final int PARTITIONS = 3;
  private static final int EVENTS = 5;

  private final Handled handled = new Handled();
  private final OneWorker worker =
      new OneWorker(Ring.router().otherwise(this::handle).build(), Idempotency.inMemory(), 3);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private final CountDownLatch isStopped = new CountDownLatch(1);
  private volatile Consumer<Ring> beforeHandling = ring -> {};
  private PollLoop loop;

  @AfterEach
  void stopLoop() throws InterruptedException {
    loop.stop();
    isStopped.await();
    threads.shutdownNow();
  }

  private void handle(Ring ring, EventContext context) {
    beforeHandling.accept(ring);
    handled.add(ring, context);
  }

  /** A consumer that is assigned a partition with events in its first poll. */
  private static MockConsumer<byte[], byte[]> consumer(int partition, Runnable afterAssignment) {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.schedulePollTask(() -> assign(consumer, Set.of(partition)));
    consumer.schedulePollTask(afterAssignment);
    return consumer;
  }

  private static void assign(MockConsumer<byte[], byte[]> consumer, Set<Integer> partitions) {
    List<TopicPartition> assigned = partitions.stream().map(PollLoopTest::partition).toList();
    for (TopicPartition partition : assigned) {
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, (long) EVENTS));
    }
    consumer.rebalance(assigned);
    for (int partition : partitions) {
      for (int i = 0; i < EVENTS; i++) {
        consumer.addRecord(
            OneWorker.record(partition, i, Ring.of(partition + "-" + i, "door " + i, "ring " + i)));
      }
    }
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(OneWorker.TOPIC, number);
  }

  private void start(Executor executor) {
    loop =
        new PollLoop(
            () -> {
              MockConsumer<byte[], byte[]> next = consumers.remove(0);
              return new OwnedPartitions(
                  next,
                  new OwnedPartitions.Topic(OneWorker.TOPIC, PARTITIONS),
                  worker.lanes(executor),
                  worker,
                  Duration.ofSeconds(10));
            },
            worker,
            System::nanoTime);
    new Thread(
            () -> {
              loop.run();
              isStopped.countDown();
            })
        .start();
  }

  @Test
  void readsAgainWhatAFailureHasSkipped() throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    consumers.add(consumer(0, () -> {}));
    consumers.add(consumer(0, () -> {}));
    start(
        task -> {
          if (tasks.incrementAndGet() == 2) {
            throw new RejectedExecutionException();
          }
          threads.execute(task);
        });

    handled.await(EVENTS);
    assertThat(handled.texts())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, EVENTS).mapToObj(i -> "ring " + i).toList());
    assertThat(worker.failures).singleElement().isInstanceOf(RejectedExecutionException.class);
    assertThat(loop.isReading()).isTrue();
  }

  @Test
  void removesTheNoteOfEachSuspectBeforeOneOfAnotherPartitionRuns() throws Exception {
    OffsetAndMetadata suspicious =
        new OffsetAndMetadata(0, new Vanished(0, Vanished.TIMES_TOGETHER).text());
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.schedulePollTask(
        () -> {
          assign(consumer, Set.of(0, 1));
          consumer.commitSync(Map.of(partition(0), suspicious, partition(1), suspicious));
        });
    consumers.add(consumer);
    List<String> notesOfTheOther = new CopyOnWriteArrayList<>();
    beforeHandling =
        ring -> {
          TopicPartition other = partition(ring.id().startsWith("0-") ? 1 : 0);
          notesOfTheOther.add(consumer.committed(Set.of(other)).get(other).metadata());
        };
    start(threads);

    handled.await(2 * EVENTS);
    List<String> expected = new ArrayList<>(Collections.nCopies(EVENTS, suspicious.metadata()));
    expected.addAll(Collections.nCopies(EVENTS, ""));
    assertThat(notesOfTheOther).isEqualTo(expected);
  }

  @Test
  void startsAgainAfterAnErrorAndSaysMeanwhileThatItDoesNotRead() throws Exception {
    consumers.add(
        consumer(
            0,
            () -> {
              throw new OutOfMemoryError();
            }));
    consumers.add(consumer(0, () -> {}));
    start(threads);

    handled.await(EVENTS);
    assertThat(worker.failures).singleElement().isInstanceOf(OutOfMemoryError.class);
    assertThat(loop.isReading()).isTrue();
    loop.stop();
    isStopped.await();
    assertThat(loop.isReading()).isFalse();
  }

  @Test
  void stopsWithAnErrorBeforeItHandlesEventsOfAnAddedPartition() throws Exception {
    consumers.add(consumer(PARTITIONS, () -> {}));
    start(threads);

    isStopped.await();
    assertThat(loop.isReading()).isFalse();
    assertThat(worker.failures).singleElement().isInstanceOf(PartitionsAddedException.class);
    assertThat(worker.failures.get(0)).hasMessageContaining("more than its 3 partitions");
    assertThat(handled.texts()).isEmpty();
  }
}
