package dev.keyhook.kafka;

import dev.keyhook.routing.InboxListener.Backlog;
import dev.keyhook.store.InboxUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks the brokers how far a group is behind: the offsets that it has committed, the ends of the
 * partitions, and the first record in between.
 */
final class GroupStatus {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ClientSettings settings;
  private final String topic;
  private final String group;
  private final Held held;
  private final BooleanSupplier isReading;
  private final Clock clock;

  GroupStatus(
      ClientSettings settings,
      String topic,
      String group,
      Held held,
      BooleanSupplier isReading,
      Clock clock) {
    this.settings = settings;
    this.topic = topic;
    this.group = group;
    this.held = held;
    this.isReading = isReading;
    this.clock = clock;
  }

  /** Offsets of a partition, from the first that counts to before the last. */
  private record Range(long from, long until) {
    long size() {
      return Math.max(0, until - from);
    }
  }

  /**
   * Reads the status from the brokers.
   *
   * @throws InboxUnavailableException if Kafka cannot be reached
   */
  KafkaInboxStatus read() {
    try (Admin admin = Admin.create(settings.admin())) {
      Map<TopicPartition, Range> waiting = stored(admin, topic);
      Map<TopicPartition, OffsetAndMetadata> committed =
          AdminCalls.get(
              admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
              "The offsets of the group " + group + " cannot be read");
      waiting.replaceAll(
          (partition, range) -> {
            OffsetAndMetadata offset = committed.get(partition);
            return offset == null
                ? range
                : new Range(Math.max(range.from(), offset.offset()), range.until());
          });
      long dead =
          stored(admin, Topics.deadLettersOf(topic)).values().stream().mapToLong(Range::size).sum();
      return status(waiting, dead);
    } catch (KafkaException e) {
      throw new InboxUnavailableException("Kafka cannot be reached", e);
    }
  }

  private KafkaInboxStatus status(Map<TopicPartition, Range> waiting, long dead) {
    SortedMap<Integer, Long> lag = new TreeMap<>();
    waiting.forEach((partition, range) -> lag.put(partition.partition(), range.size()));
    long events = lag.values().stream().mapToLong(Long::longValue).sum();
    Backlog backlog =
        new Backlog(
            topic,
            events,
            held.lanes(),
            0,
            oldest(waiting),
            dead,
            events > 0 && !isReading.getAsBoolean());
    return new KafkaInboxStatus(backlog, lag);
  }

  private static Map<TopicPartition, Range> stored(Admin admin, String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    AdminCalls.get(
            admin.describeTopics(List.of(topic)).allTopicNames(),
            "The topic " + topic + " cannot be examined")
        .values()
        .forEach(
            description ->
                description
                    .partitions()
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
    Map<TopicPartition, ListOffsetsResultInfo> starts =
        offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Range> ranges = new HashMap<>();
    offsets(admin, partitions, OffsetSpec.latest())
        .forEach(
            (partition, end) -> {
              ListOffsetsResultInfo start = starts.get(partition);
              ranges.put(partition, new Range(start == null ? 0 : start.offset(), end.offset()));
            });
    return ranges;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(partition -> specs.put(partition, spec));
    return AdminCalls.get(admin.listOffsets(specs).all(), "The ends of partitions cannot be read");
  }

  /** Reads the first waiting record of each partition. */
  private Duration oldest(Map<TopicPartition, Range> waiting) {
    Set<TopicPartition> unread = new HashSet<>();
    waiting.forEach(
        (partition, range) -> {
          if (range.size() > 0) {
            unread.add(partition);
          }
        });
    if (unread.isEmpty()) {
      return Duration.ZERO;
    }
    Map<String, Object> one = settings.reader();
    one.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    one.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1"); // a record is never cut
    Instant now = clock.instant();
    Instant oldest = now;
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(one, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(unread);
      for (TopicPartition partition : unread) {
        Range range = waiting.get(partition);
        consumer.seek(partition, range == null ? 0 : range.from());
      }
      while (!unread.isEmpty() && System.nanoTime() - deadline < 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          consumer.pause(List.of(partition));
          unread.remove(partition);
          Instant received = new StoredEvent(record).receivedAt();
          oldest = received.isBefore(oldest) ? received : oldest;
        }
      }
    }
    return Duration.between(oldest, now);
  }
}
