package dev.keyhook.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer and a consumer that use kafka-clients without Keyhook. */
final class BareKafka {

  /** Headers of the same size as those that the inbox writes for a {@link Job}. */
  private static final Map<String, byte[]> HEADERS =
      Map.of(
          "ce_specversion", "1.0".getBytes(UTF_8),
          "ce_source", "urn:keyhook:jobs".getBytes(UTF_8),
          "ce_type", "job".getBytes(UTF_8),
          "ce_time", "1970-01-01T00:00:00Z".getBytes(UTF_8),
          "ce_endpoint", "jobs".getBytes(UTF_8),
          "ce_receivedtime", "2026-11-24T12:00:00.123456789Z".getBytes(UTF_8),
          "ce_credential", "key #1".getBytes(UTF_8),
          "http_content-type", "application/json".getBytes(UTF_8),
          "content-type", "application/json".getBytes(UTF_8));

  private BareKafka() {}

  /** A producer with the settings that {@code KafkaInbox} uses with its timeout of 4 seconds. */
  static final class Producer implements Appends.Appender, AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final boolean hasHeaders;

    Producer(Properties properties, String topic, boolean hasHeaders) {
      Properties settings = new Properties();
      settings.putAll(properties);
      settings.put("acks", "all");
      settings.put("enable.idempotence", "true");
      settings.put("linger.ms", "0");
      settings.put("max.request.size", String.valueOf(2 << 20));
      settings.put("max.block.ms", "1000");
      settings.put("request.timeout.ms", "1000");
      settings.put("delivery.timeout.ms", "3000");
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      this.topic = topic;
      this.hasHeaders = hasHeaders;
    }

    @Override
    public void append(Job job) throws Exception {
      byte[] key = ("jobs/" + job.lane()).getBytes(UTF_8);
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, job.body());
      if (hasHeaders) {
        HEADERS.forEach((name, value) -> record.headers().add(name, value));
        record.headers().add("ce_id", job.id().getBytes(UTF_8));
        record.headers().add("ce_subject", job.lane().getBytes(UTF_8));
      }
      producer.send(record).get(4, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  /** Handles one record at a time, and commits after each poll. */
  static final class ConsumerLoop implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    ConsumerLoop(Properties properties, String topic, String group, Consumer<Job> handler) {
      Properties settings = new Properties();
      settings.putAll(properties);
      settings.put("group.id", group);
      settings.put("enable.auto.commit", "false");
      settings.put("auto.offset.reset", "earliest");
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer.subscribe(List.of(topic));
      thread = new Thread(() -> run(handler), "plain-consumer");
      thread.start();
    }

    private void run(Consumer<Job> handler) {
      try (consumer) {
        while (true) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            handler.accept(Job.of(record.value()));
          }
          consumer.commitSync();
        }
      } catch (WakeupException e) {
        // close() was called
      }
    }

    @Override
    public void close() {
      consumer.wakeup();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
