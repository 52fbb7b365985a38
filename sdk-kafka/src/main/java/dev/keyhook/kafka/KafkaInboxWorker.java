package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.Backoff;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.internal.inbox.RetryRules;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

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
 * <p>While the {@code Idempotency} fails before it calls a handler, events wait and no attempt
 * counts. An event whose handler ends the process each time becomes a dead letter: when workers
 * have vanished three times without progress at an offset, the next one runs one event at a time,
 * and notes each in the metadata of the committed offset before it starts.
 *
 * <p>After a failure the worker starts again with a new consumer, with growing delays, and tells
 * the listener: see {@link #isRunning}. If partitions are added to the topic while it runs, it
 * stops, because events of one lane would be in two partitions.
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
  private final GroupStatus status;
  private final BacklogReporter reporter;

  private KafkaInboxWorker(
      PollLoop loop,
      ExecutorService threads,
      DurableProducer producer,
      Duration closeTimeout,
      GroupStatus status,
      BacklogReporter reporter) {
    this.loop = loop;
    this.thread = new Thread(loop, "keyhook-kafka-poll");
    this.threads = threads;
    this.producer = producer;
    this.closeTimeout = closeTimeout;
    this.status = status;
    this.reporter = reporter;
    thread.setDaemon(true);
    thread.start();
    reporter.start();
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
   * Returns whether the worker reads events, for health checks: false after {@link #close}, while
   * it waits to start again after a failure, and for good when it has stopped because partitions
   * were added to the topic. The listener was told why.
   */
  public boolean isRunning() {
    return loop.isReading();
  }

  /**
   * Asks the brokers how far the group of this worker is behind. The listener is told the backlog
   * once a minute.
   *
   * @throws InboxUnavailableException if Kafka cannot be reached
   */
  public KafkaInboxStatus status() {
    return status.read();
  }

  /**
   * Stops reading, lets running handlers end, commits, and leaves the group. Handlers that are not
   * done within the timeout are interrupted.
   */
  @Override
  public void close() {
    reporter.close();
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

    /**
     * About 35 minutes: meanwhile the offset of the partition cannot be committed past the event.
     */
    private static final int DEFAULT_ATTEMPTS = 12;

    /** No more than the ids that {@link Idempotency#inMemory()} remembers. */
    private static final int MAX_SPAN = 100_000;

    private final ClientSettings settings;
    private final String topic;
    private final Map<String, EventRouter<?>> routers = new LinkedHashMap<>();
    private String group;
    private Idempotency idempotency = Idempotency.inMemory();
    private InboxListener listener = KafkaInbox.loggingListener();
    private Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private Duration closeTimeout = Duration.ofSeconds(25);
    private Duration reportInterval = Duration.ofMinutes(1);
    private Clock clock = Clock.systemUTC();
    private int threads = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());
    private int maxAttempts = DEFAULT_ATTEMPTS;
    private int maxHeldEvents = 1000;
    private @Nullable Integer partitions;
    private boolean ignoresOthers;
    private boolean isSingleReplica;

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
     * set. Attempts are counted in memory, so a restart begins again with 1. An event whose handler
     * throws {@code RetryLaterException} becomes one only when it is also older than 24 hours.
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

    /**
     * Sets how many partitions the topic must have. {@link #start} fails where it has another
     * number, because a change breaks the order of lanes.
     */
    public Builder partitions(int number) {
      partitions = positive(number);
      return this;
    }

    /** Accepts topics with one replica, for development. */
    public Builder singleReplica() {
      isSingleReplica = true;
      return this;
    }

    /**
     * Sets the clock that tells how old an event is, for the backlog and when its handler asks for
     * another attempt; the system's clock unless set.
     */
    public Builder clock(Clock source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /** Reports the backlog more often, for tests. */
    Builder reportEvery(Duration interval) {
      reportInterval = interval;
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
     *     missing or can lose events; the message says what to change
     * @throws InboxUnavailableException if Kafka cannot be reached
     */
    public KafkaInboxWorker start() {
      if (routers.isEmpty()) {
        throw new IllegalStateException("Call handle(router) before start()");
      }
      int count = validate();
      DurableProducer producer = new DurableProducer(settings, Duration.ofSeconds(10));
      ThreadPoolExecutor handlers = handlerThreads();
      boolean isStarted = false;
      try {
        handlers.prestartAllCoreThreads(); // if there is no memory for them, it shows here
        KafkaInboxWorker worker = start(count, producer, handlers);
        isStarted = true;
        return worker;
      } catch (KafkaException e) {
        throw new InboxUnavailableException("Kafka cannot be reached", e);
      } finally {
        if (!isStarted) {
          handlers.shutdownNow();
          producer.close();
        }
      }
    }

    /** Returns how many partitions the topic has. */
    private int validate() {
      Topics.Requested requested =
          new Topics.Requested(partitions, KafkaInbox.DEFAULT_RETENTION, isSingleReplica);
      try (Topics topics = new Topics(settings, requested)) {
        topics.validate(Topics.deadLettersOf(topic));
        return topics.validate(topic);
      } catch (KafkaException e) {
        throw new InboxUnavailableException("Kafka cannot be reached", e);
      }
    }

    private KafkaInboxWorker start(
        int count, DurableProducer producer, ThreadPoolExecutor handlers) {
      Attempts attempts =
          new Attempts(
              Map.copyOf(routers),
              new Attempts.Policy(
                  new RetryRules(backoff, maxAttempts, Backoff.LONGEST, clock), ignoresOthers),
              new HandledOnce(idempotency, System::nanoTime),
              new DeadLetters(Topics.deadLettersOf(topic), producer),
              listener,
              System::nanoTime);
      Held held = new Held();
      PartitionLanes.Settings lanes =
          new PartitionLanes.Settings(attempts, handlers, maxHeldEvents, MAX_SPAN, held);
      PollLoop loop =
          new PollLoop(
              () ->
                  new OwnedPartitions(
                      consumer(),
                      new OwnedPartitions.Topic(topic, count),
                      lanes,
                      listener,
                      closeTimeout),
              listener,
              System::nanoTime);
      GroupStatus status = new GroupStatus(settings, topic, group, held, loop::isReading, clock);
      return new KafkaInboxWorker(
          loop,
          handlers,
          producer,
          closeTimeout,
          status,
          new BacklogReporter(status, listener, reportInterval));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
      return new KafkaConsumer<>(
          settings.consumer(group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private ThreadPoolExecutor handlerThreads() {
      AtomicInteger number = new AtomicInteger();
      return new ThreadPoolExecutor(
          threads,
          threads,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> new Thread(work, "keyhook-kafka-" + number.incrementAndGet()));
    }
  }
}
