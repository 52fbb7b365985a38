package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.internal.inbox.LoggingInboxListener;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inbox} in a topic of Apache Kafka 4.
 *
 * <pre>{@code
 * KafkaInbox inbox = KafkaInbox.of(properties, "lock-events");
 * WebhookReceiver receiver = SmartphoneKeyWebhooks.receiver(verifier).inbox(inbox).build();
 * KafkaInboxWorker worker = KafkaInboxWorker.of(properties, "lock-events").handle(router).start();
 * }</pre>
 *
 * <p>When {@link #append} returns, all in-sync replicas have the entries: durable by replication,
 * since Kafka does not force them to disk. A record is a CloudEvent in the binary content mode of
 * the Kafka protocol binding; its value is the exact body received, its key the endpoint and
 * subject. Bodies are not encrypted. Duplicates are stored, and removed by the worker.
 *
 * <p>Unreadable bodies are stored too, as events of type {@code dev.keyhook.unreadable}.
 *
 * <p>Close the server first, then the inbox. Safe for use by any number of threads.
 */
public final class KafkaInbox implements Inbox {

  /** What created topics keep, and what errors recommend. */
  static final Duration DEFAULT_RETENTION = Duration.ofDays(14);

  private final String topic;
  private final DurableProducer producer;
  private final InboxListener listener;

  private KafkaInbox(String topic, DurableProducer producer, InboxListener listener) {
    this.topic = topic;
    this.producer = producer;
    this.listener = listener;
  }

  /**
   * Opens an inbox in a topic that exists, with its dead-letter topic {@code TOPIC.dead}.
   *
   * @param properties of kafka-clients, at least {@code bootstrap.servers}
   * @throws IllegalStateException if a topic is missing or can lose events; the message says what
   *     to write
   * @throws InboxUnavailableException if Kafka cannot be reached
   */
  public static KafkaInbox of(Properties properties, String topic) {
    return builder(properties, topic).open();
  }

  /** Returns a builder of an inbox in a topic. */
  public static Builder builder(Properties properties, String topic) {
    return new Builder(properties, topic);
  }

  /**
   * Returns the listener that logs failures, at most ten lines a minute of each kind and without
   * content: what an inbox and a worker have unless a listener is set.
   */
  public static InboxListener loggingListener() {
    return new LoggingInboxListener("dev.keyhook.kafka", KafkaInbox::details, System::nanoTime);
  }

  /** Only our own message: those of other exceptions can contain personal data. */
  private static String details(Throwable cause) {
    return cause instanceof NoRouterException || cause instanceof PartitionsAddedException
        ? String.valueOf(cause.getMessage())
        : "";
  }

  /**
   * {@inheritDoc}
   *
   * @throws InboxUnavailableException if the entries were not replicated within 4 seconds unless
   *     set otherwise, or too many wait to be sent
   */
  @Override
  public void append(List<InboxEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      producer.send(entries.stream().map(entry -> EntryRecord.of(topic, entry)).toList());
    } catch (InboxUnavailableException e) {
      Listening.tell(() -> listener.appendFailed(entries.size(), e));
      throw e;
    }
    report(entries);
  }

  private void report(List<InboxEntry> entries) {
    Map<String, Integer> stored = new LinkedHashMap<>();
    Map<String, Integer> unreadable = new LinkedHashMap<>();
    for (InboxEntry entry : entries) {
      stored.merge(entry.endpoint(), 1, Integer::sum);
      if (!entry.isReadable()) {
        unreadable.merge(entry.endpoint(), 1, Integer::sum);
      }
    }
    stored.forEach(
        (endpoint, count) -> Listening.tell(() -> listener.appended(endpoint, count, 0)));
    unreadable.forEach(
        (endpoint, count) -> Listening.tell(() -> listener.unreadable(endpoint, count)));
  }

  /** Sends what was accepted and closes the connections. */
  @Override
  public void close() {
    producer.close();
  }

  @Override
  public String toString() {
    return "KafkaInbox[" + topic + "]";
  }

  /** Builds a {@link KafkaInbox}. Not safe for use by several threads. */
  public static final class Builder {

    private final ClientSettings settings;
    private final String topic;
    private InboxListener listener = loggingListener();
    private Duration appendTimeout = Duration.ofSeconds(4);
    private Duration retention = DEFAULT_RETENTION;
    private @Nullable Integer partitions;
    private boolean createTopics;
    private boolean isSingleReplica;

    private Builder(Properties properties, String topic) {
      this.settings = new ClientSettings(properties);
      this.topic = Objects.requireNonNull(topic, "topic");
    }

    /** Observes the inbox, instead of the log. */
    public Builder listener(InboxListener observer) {
      listener = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /**
     * Sets how long {@link #append} waits for replication; 4 seconds unless set.
     *
     * @param timeout 1 to 5 seconds, since senders wait for 5 seconds
     */
    public Builder appendTimeout(Duration timeout) {
      if (timeout.compareTo(Duration.ofSeconds(1)) < 0
          || timeout.compareTo(Duration.ofSeconds(5)) > 0) {
        throw new IllegalArgumentException(
            "timeout must be from 1 to 5 seconds, but was " + timeout);
      }
      appendTimeout = timeout;
      return this;
    }

    /**
     * Creates the topic and its dead-letter topic if they are missing: 12 partitions unless set, 3
     * replicas of which 2 must acknowledge, no unclean leader election. Existing topics are not
     * changed.
     */
    public Builder createTopics() {
      createTopics = true;
      return this;
    }

    /**
     * Sets how many partitions the topic must have. Opening fails where it has another number,
     * because a change breaks the order of lanes.
     */
    public Builder partitions(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("number must be at least 1, but was " + number);
      }
      partitions = number;
      return this;
    }

    /** Sets how long created topics keep events, to replay them; 14 days unless set. */
    public Builder retention(Duration age) {
      if (age.compareTo(Duration.ofHours(25)) < 0) {
        throw new IllegalArgumentException("age must be at least 25 hours, but was " + age);
      }
      retention = age;
      return this;
    }

    /**
     * Accepts one replica, for development: acknowledged events are lost with the broker's disk.
     */
    public Builder singleReplica() {
      isSingleReplica = true;
      return this;
    }

    /**
     * Opens the inbox.
     *
     * @throws IllegalStateException if a topic is missing or can lose events; the message says what
     *     to write
     * @throws InboxUnavailableException if Kafka cannot be reached
     */
    public KafkaInbox open() {
      Topics.Requested requested = new Topics.Requested(partitions, retention, isSingleReplica);
      try (Topics topics = new Topics(settings, requested)) {
        for (String name : List.of(topic, Topics.deadLettersOf(topic))) {
          if (createTopics) {
            topics.create(name);
          }
          topics.validate(name);
        }
      } catch (KafkaException e) {
        throw new InboxUnavailableException("Kafka cannot be reached", e);
      }
      return new KafkaInbox(topic, new DurableProducer(settings, appendTimeout), listener);
    }
  }
}
