package dev.keyhook.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of our clients: the user's properties, and what durability and order require. */
final class ClientSettings {

  /** A body of 1 MiB, the receiver's limit, with its headers. */
  static final int MIN_RECORD_BYTES = 1_200_000;

  private static final int RECORD_BYTES = 2 << 20;

  private final Map<String, Object> properties = new HashMap<>();

  ClientSettings(Properties user) {
    user.stringPropertyNames().forEach(name -> properties.put(name, user.getProperty(name)));
    user.forEach((name, value) -> properties.putIfAbsent(name.toString(), value));
    if (!properties.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException("bootstrap.servers is not set");
    }
  }

  String bootstrapServers() {
    return String.valueOf(properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
  }

  Map<String, Object> admin() {
    return new HashMap<>(properties);
  }

  /** Returns settings of a producer whose records are replicated or refused within a time. */
  Map<String, Object> producer(Duration timeout) {
    Map<String, Object> settings = new HashMap<>(properties);
    require(settings, ProducerConfig.ACKS_CONFIG, "all");
    require(settings, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    // Another partitioner could put the events of one lane on several partitions.
    settings.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
    require(settings, ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false");
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(RECORD_BYTES));
    long millis = timeout.toMillis();
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(millis / 4));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(millis / 4));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(millis * 3 / 4));
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "50");
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "200");
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    return settings;
  }

  Map<String, Object> consumer(String group) {
    Map<String, Object> settings = reader();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    String protocol =
        String.valueOf(settings.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic"));
    if (protocol.equalsIgnoreCase(GroupProtocol.CLASSIC.name())) {
      settings.putIfAbsent(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return settings;
  }

  /** Returns settings of a consumer without a group. */
  Map<String, Object> reader() {
    Map<String, Object> settings = new HashMap<>(properties);
    require(settings, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    require(settings, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A topic that a broker creates by itself may have a single replica.
    require(settings, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return settings;
  }

  private static void require(Map<String, Object> settings, String name, String value) {
    Object own = settings.put(name, value);
    if (own != null && !own.toString().equalsIgnoreCase(value)) {
      throw new IllegalArgumentException(
          name + " must be " + value + ", but was " + own + "; remove it from the properties");
    }
  }
}
