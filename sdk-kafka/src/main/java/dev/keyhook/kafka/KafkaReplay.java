package dev.keyhook.kafka;

import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Handles stored events again: it appends them to the end of their lanes, where all groups read
 * them with {@code context.isReplay()}.
 *
 * <pre>{@code
 * KafkaReplay.of(properties, "lock-events").deadLetters().since(yesterday).run();
 * }</pre>
 *
 * <p>All events of the topic that are stored when it starts, unless restricted; an event is
 * replayed once in a run, even if it is stored twice. Not safe for use by several threads.
 */
public final class KafkaReplay {

  private static final int BATCH = 200;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ClientSettings settings;
  private final String topic;
  private final List<Predicate<StoredEvent>> filters = new ArrayList<>();
  private boolean isOfDeadLetters;
  private @Nullable Instant since;
  private @Nullable Range range;

  /** Offsets of one partition, from the first to before the last. */
  private record Range(int partition, long from, long until) {}

  private KafkaReplay(Properties properties, String topic) {
    this.settings = new ClientSettings(properties);
    this.topic = Objects.requireNonNull(topic, "topic");
  }

  /**
   * Returns a replay of the events in a topic.
   *
   * @param properties of kafka-clients, at least {@code bootstrap.servers}
   */
  public static KafkaReplay of(Properties properties, String topic) {
    return new KafkaReplay(properties, topic);
  }

  /** Replays from the dead-letter topic. Dead letters are not removed from it. */
  public KafkaReplay deadLetters() {
    isOfDeadLetters = true;
    return this;
  }

  /** Replays only events that were stored at or after a time. */
  public KafkaReplay since(Instant time) {
    since = Objects.requireNonNull(time, "time");
    filters.add(event -> event.record().timestamp() >= time.toEpochMilli());
    return this;
  }

  /** Replays only events that were stored before a time. */
  public KafkaReplay until(Instant time) {
    long millis = time.toEpochMilli();
    filters.add(event -> event.record().timestamp() < millis);
    return this;
  }

  /** Replays only offsets of one partition, from the first to before the last. */
  public KafkaReplay offsets(int partition, long from, long until) {
    if (partition < 0 || from < 0 || until < from) {
      throw new IllegalArgumentException(
          "Offsets must be from <= until, but were " + from + " and " + until);
    }
    range = new Range(partition, from, until);
    return this;
  }

  /** Replays only events of an endpoint. */
  public KafkaReplay endpoint(String name) {
    Objects.requireNonNull(name, "name");
    filters.add(event -> name.equals(event.endpoint()));
    return this;
  }

  /** Replays only events of an endpoint and subject, that is one key. */
  public KafkaReplay lane(String endpoint, String subject) {
    Objects.requireNonNull(subject, "subject");
    filters.add(event -> event.subject().equals(Optional.of(subject)));
    return endpoint(endpoint);
  }

  /**
   * Returns how many records {@link #run} would append at the moment; changes nothing.
   *
   * @throws InboxUnavailableException if Kafka cannot be reached
   */
  public long count() {
    return read(event -> {});
  }

  /**
   * Appends the events to the topic again. Events are replayed in the order of their partition.
   *
   * @return how many records were appended
   * @throws InboxUnavailableException if Kafka cannot be reached; a part may be appended
   */
  public long run() {
    String replay = UUID.randomUUID().toString();
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    try (DurableProducer producer = new DurableProducer(settings, TIMEOUT)) {
      long count =
          read(
              event -> {
                batch.add(again(event.record(), replay));
                if (batch.size() == BATCH) {
                  producer.send(batch);
                  batch.clear();
                }
              });
      producer.send(batch);
      return count;
    }
  }

  private ProducerRecord<byte[], byte[]> again(
      ConsumerRecord<byte[], byte[]> stored, String replay) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, stored.key(), stored.value(), stored.headers());
    Headers headers = record.headers();
    for (String name :
        List.of(RecordHeaders.REPLAY, RecordHeaders.ATTEMPTS, RecordHeaders.ERROR_TYPE)) {
      headers.remove(name);
    }
    EntryRecord.add(headers, RecordHeaders.REPLAY, replay);
    return record;
  }

  private long read(Consumer<StoredEvent> action) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.reader(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = assign(consumer);
      long count = 0;
      while (!isAtEnd(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          StoredEvent event = new StoredEvent(record);
          Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
          if (end != null
              && record.offset() < end
              && event.endpoint() != null
              && filters.stream().allMatch(filter -> filter.test(event))) {
            action.accept(event);
            count++;
          }
        }
      }
      return count;
    } catch (KafkaException e) {
      throw new InboxUnavailableException("Kafka cannot be read", e);
    }
  }

  /** Assigns the partitions at their first offsets; returns before which offsets to stop. */
  private Map<TopicPartition, Long> assign(KafkaConsumer<byte[], byte[]> consumer) {
    String source = isOfDeadLetters ? Topics.deadLettersOf(topic) : topic;
    List<TopicPartition> partitions =
        consumer.partitionsFor(source, TIMEOUT).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .filter(partition -> range == null || partition.partition() == range.partition())
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException("The topic " + source + " or the partition does not exist");
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, TIMEOUT));
    Map<TopicPartition, Long> starts =
        new HashMap<>(consumer.beginningOffsets(partitions, TIMEOUT));
    if (since != null) {
      long millis = since.toEpochMilli();
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, millis));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, TIMEOUT);
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp first = found.get(partition);
        starts.put(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
      }
    }
    if (range != null) {
      Range only = range;
      starts.replaceAll((partition, start) -> Math.max(start, only.from()));
      ends.replaceAll((partition, end) -> Math.min(end, only.until()));
    }
    starts.forEach(consumer::seek);
    return ends;
  }

  private static boolean isAtEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), TIMEOUT) >= end.getValue());
  }
}
