package dev.keyhook.kafka;

import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads events from the topic of a {@link KafkaInbox} and runs their handlers.
 *
 * <pre>{@code
 * try (KafkaInboxWorker worker =
 *     KafkaInboxWorker.of(properties, "lock-events")
 *         .handle(router)
 *         .idempotency(JdbcIdempotency.of(dataSource))
 *         .start()) { ... }
 * }</pre>
 *
 * <p>Events of one endpoint and subject are handled one after the other in the order of the topic;
 * others run in parallel, also within a partition. A failed event is retried with growing delays
 * and then kept in the topic {@code TOPIC.dead}; meanwhile only its own lane waits, until the
 * partition holds {@link Builder#maxHeldEvents} and is paused.
 *
 * <p>An offset is committed when everything before it is handled. After a crash events are
 * delivered again: with {@code JdbcIdempotency}, writes that join its transaction take effect
 * exactly once; without it, the worker remembers 100,000 ids in memory and handles at least once.
 *
 * <p>Workers of one group share the partitions of the topic, and wait for running handlers before
 * they hand a partition over. A process that was frozen for longer than the session timeout can
 * finish the handler that it was running, while another worker is ahead of it. Safe for use by any
 * number of threads.
 */
public final class KafkaInboxWorker implements AutoCloseable {

  private final PollLoop loop;
  private final Thread thread;
  private final ExecutorService threads;
  private final DurableProducer producer;
  private final Duration closeTimeout;

  private KafkaInboxWorker(
      PollLoop loop, ExecutorService threads, DurableProducer producer, Duration closeTimeout) {
    this.loop = loop;
    this.thread = new Thread(loop, "keyhook-kafka-poll");
    this.threads = threads;
    this.producer = producer;
    this.closeTimeout = closeTimeout;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns a builder of a worker for a topic.
   *
   * @param properties of kafka-clients, at least {@code bootstrap.servers}. With {@code
   *     group.protocol=consumer} the group uses Kafka's new rebalance protocol; otherwise the
   *     classic one with the cooperative sticky assignor
   */
  public static Builder of(Properties properties, String topic) {
    return new Builder(properties, topic);
  }

  /**
   * Stops reading, lets running handlers end, commits, and leaves the group. Handlers that are not
   * done within the timeout are interrupted.
   */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(closeTimeout.plusSeconds(45).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    producer.close();
  }

  /** Builds a {@link KafkaInboxWorker}. Not safe for use by several threads. */
  public static final class Builder {

    private final ClientSettings settings;
    private final String topic;
    private final Map<String, EventRouter<?>> routers = new LinkedHashMap<>();
    private String group;
    private Idempotency idempotency = Idempotency.inMemory();
    private InboxListener listener = KafkaInbox.loggingListener();
    private Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private Duration closeTimeout = Duration.ofSeconds(25);
    private int threads = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());
    private int maxAttempts = Backoff.DEFAULT_ATTEMPTS;
    private int maxHeldEvents = 1000;
    private boolean ignoresOthers;

    private Builder(Properties properties, String topic) {
      this.settings = new ClientSettings(properties);
      this.topic = Objects.requireNonNull(topic, "topic");
      this.group = "keyhook-" + topic;
    }

    /**
     * Handles events of the router's own endpoint.
     *
     * @throws IllegalArgumentException if that endpoint has a router already
     */
    public Builder handle(EventRouter<?> router) {
      return handle(router.endpoint(), router);
    }

    /**
     * Handles events of an endpoint.
     *
     * @param endpoint the receiver's name
     * @throws IllegalArgumentException if that endpoint has a router already
     */
    public Builder handle(String endpoint, EventRouter<?> router) {
      Objects.requireNonNull(router, "router");
      if (routers.putIfAbsent(endpoint, router) != null) {
        throw new IllegalArgumentException("The endpoint " + endpoint + " has a router already");
      }
      return this;
    }

    /**
     * Skips events of endpoints without a router: where another group handles them. Unless called,
     * their lanes wait, and the listener is told every 30 seconds.
     */
    public Builder ignoreOtherEndpoints() {
      ignoresOthers = true;
      return this;
    }

    /**
     * Sets the store that recognizes duplicates; the last 100,000 ids in memory unless set. With
     * {@code JdbcIdempotency}, writes through {@code context.transaction(Connection.class)} take
     * effect exactly once.
     */
    public Builder idempotency(Idempotency store) {
      idempotency = Objects.requireNonNull(store, "store");
      return this;
    }

    /** Sets the consumer group; {@code keyhook-TOPIC} unless set. */
    public Builder group(String name) {
      group = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Observes the worker, instead of the log. */
    public Builder listener(InboxListener observer) {
      listener = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /** Sets how many handlers run at once; 16 or twice the number of processors unless set. */
    public Builder threads(int number) {
      threads = positive(number);
      return this;
    }

    /**
     * Sets after how many attempts an event becomes a dead letter; 12, about 35 minutes, unless
     * set. Attempts are counted in memory, so a restart begins again with 1.
     */
    public Builder maxAttempts(int number) {
      maxAttempts = positive(number);
      return this;
    }

    /**
     * Sets how many events of a partition are held in memory before it is paused; 1,000 unless set.
     * All partitions of a worker are paused at 64 MiB.
     */
    public Builder maxHeldEvents(int number) {
      maxHeldEvents = positive(number);
      return this;
    }

    /** Sets how long running handlers may take when the worker ends; 25 seconds unless set. */
    public Builder closeTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be more than zero, but was " + timeout);
      }
      closeTimeout = timeout;
      return this;
    }

    /** Retries without delay, for tests. */
    Builder retryAtOnce() {
      backoff = new Backoff(() -> -2);
      return this;
    }

    private static int positive(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("number must be at least 1, but was " + number);
      }
      return number;
    }

    /**
     * Starts the worker.
     *
     * @throws IllegalStateException if there is no router, or the topic or its dead-letter topic is
     *     missing
     * @throws InboxUnavailableException if Kafka cannot be reached
     */
    public KafkaInboxWorker start() {
      if (routers.isEmpty()) {
        throw new IllegalStateException("Call handle(router) before start()");
      }
      String deadLetterTopic = Topics.deadLettersOf(topic);
      KafkaConsumer<byte[], byte[]> consumer;
      try {
        consumer =
            new KafkaConsumer<>(
                settings.consumer(group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      } catch (KafkaException e) {
        throw new InboxUnavailableException("Kafka cannot be reached", e);
      }
      boolean isStarted = false;
      try {
        for (String name : List.of(topic, deadLetterTopic)) {
          requireTopic(consumer, name);
        }
        KafkaInboxWorker worker = start(consumer, deadLetterTopic);
        isStarted = true;
        return worker;
      } catch (KafkaException e) {
        throw new InboxUnavailableException("Kafka cannot be reached", e);
      } finally {
        if (!isStarted) {
          consumer.close();
        }
      }
    }

    private static void requireTopic(KafkaConsumer<byte[], byte[]> consumer, String name) {
      if (consumer.partitionsFor(name, Duration.ofSeconds(30)).isEmpty()) {
        throw new IllegalStateException(
            "The topic "
                + name
                + " does not exist; open the KafkaInbox first, with createTopics() if needed");
      }
    }

    private KafkaInboxWorker start(KafkaConsumer<byte[], byte[]> consumer, String deadLetterTopic) {
      DurableProducer producer = new DurableProducer(settings, Duration.ofSeconds(10));
      ExecutorService handlers = handlerThreads();
      Attempts attempts =
          new Attempts(
              Map.copyOf(routers),
              new Attempts.Policy(backoff, maxAttempts, ignoresOthers),
              idempotency,
              new DeadLetters(deadLetterTopic, producer),
              listener,
              System::nanoTime);
      PartitionLanes.Settings lanes =
          new PartitionLanes.Settings(
              attempts, handlers, maxHeldEvents, MAX_SPAN, new AtomicLong());
      PollLoop loop = new PollLoop(consumer, lanes, listener, closeTimeout);
      consumer.subscribe(List.of(topic), loop);
      return new KafkaInboxWorker(loop, handlers, producer, closeTimeout);
    }

    /** No more than the ids that {@link Idempotency#inMemory()} remembers. */
    private static final int MAX_SPAN = 100_000;

    private ExecutorService handlerThreads() {
      AtomicInteger count = new AtomicInteger();
      return Executors.newFixedThreadPool(
          threads, work -> new Thread(work, "keyhook-kafka-" + count.incrementAndGet()));
    }
  }
}
