package dev.keyhook.kafka;

import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records and waits until they are replicated, for a limited time. */
final class DurableProducer implements AutoCloseable {

  private final Producer<byte[], byte[]> producer;
  private final Duration timeout;

  DurableProducer(ClientSettings settings, Duration timeout) {
    this(
        new KafkaProducer<>(
            settings.producer(timeout), new ByteArraySerializer(), new ByteArraySerializer()),
        timeout);
  }

  DurableProducer(Producer<byte[], byte[]> producer, Duration timeout) {
    this.producer = producer;
    this.timeout = timeout;
  }

  /**
   * Sends records; when this returns, all in-sync replicas have them.
   *
   * @throws InboxUnavailableException if not; some of them may be stored, now or later
   */
  void send(List<ProducerRecord<byte[], byte[]>> records) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    try {
      for (ProducerRecord<byte[], byte[]> record : records) {
        if (System.nanoTime() - deadline >= 0) {
          throw new TimeoutException();
        }
        sent.add(producer.send(record)); // blocks while the buffer is full
      }
      for (Future<RecordMetadata> result : sent) {
        result.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException e) {
      throw new InboxUnavailableException("Kafka did not store the delivery", e.getCause());
    } catch (TimeoutException e) {
      throw new InboxUnavailableException(
          "The delivery was not replicated within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("The thread was interrupted before the response", e);
    } catch (KafkaException | IllegalStateException e) { // closed producers throw the latter
      throw new InboxUnavailableException("Kafka cannot take deliveries", e);
    }
  }

  /** Sends what was accepted and releases the connections. */
  @Override
  public void close() {
    producer.close(timeout);
  }
}
