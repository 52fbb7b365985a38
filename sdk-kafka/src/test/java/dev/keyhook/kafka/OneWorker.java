package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.Backoff;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.internal.inbox.RetryRules;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Idempotency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The parts of a worker, on the fakes of kafka-clients instead of a broker. */
final class OneWorker implements InboxListener {

  static final String TOPIC = "bells";

  final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final Attempts attempts;

  OneWorker(EventRouter<?> router, Idempotency idempotency, int maxAttempts) {
    attempts =
        new Attempts(
            Map.of(Ring.ENDPOINT, router),
            new Attempts.Policy(
                new RetryRules(
                    new Backoff(() -> 0.5), maxAttempts, Backoff.LONGEST, Clock.systemUTC()),
                false),
            new HandledOnce(idempotency, System::nanoTime),
            new DeadLetters("dead", new DurableProducer(producer, Duration.ofSeconds(10))),
            this,
            System::nanoTime);
  }

  @Override
  public void databaseFailed(Throwable cause) {
    failures.add(cause);
  }

  PartitionLanes.Settings lanes(Executor executor) {
    return new PartitionLanes.Settings(attempts, executor, 100, 1000, new Held());
  }

  AttemptResult run(Ring ring, int number, boolean isSuspect) {
    return attempts.run(new StoredEvent(record(0, 0, ring)), number, isSuspect, () -> false);
  }

  static ConsumerRecord<byte[], byte[]> record(int partition, long offset, Ring ring) {
    ProducerRecord<byte[], byte[]> sent = EntryRecord.of(TOPIC, ring.entry());
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        Instant.now().toEpochMilli(),
        TimestampType.CREATE_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
