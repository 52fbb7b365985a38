package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.inbox.JdbcIdempotency;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.store.InboxUnavailableException;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** The inbox and its worker on one broker. */
@Tag("broker")
class KafkaInboxTest {

  @TempDir static Path folder;

  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static List<Broker> brokers = List.of();

  private final String topic = "bells-" + TOPICS.incrementAndGet();
  private final Properties properties = Broker.properties(brokers);
  private final Handled handled = new Handled();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    brokers = Broker.start(folder, 1);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    for (Broker broker : brokers) {
      broker.close();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : toClose) {
      resource.close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  private KafkaInbox open(int partitions) {
    return closing(
        KafkaInbox.builder(properties, topic)
            .createTopics()
            .partitions(partitions)
            .singleReplica()
            .open());
  }

  private KafkaInboxWorker.Builder worker() {
    return KafkaInboxWorker.of(properties, topic)
        .singleReplica()
        .retryAtOnce()
        .handle(Ring.router().otherwise(handled::add).build());
  }

  private <V> List<ConsumerRecord<byte[], V>> read(String from, Deserializer<V> values, int count) {
    Properties reading = Broker.properties(brokers);
    reading.setProperty("auto.offset.reset", "earliest");
    List<ConsumerRecord<byte[], V>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], V> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), values)) {
      consumer.assign(
          consumer.partitionsFor(from).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
      while (records.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private long committed() throws Exception {
    try (Admin admin = Admin.create(properties)) {
      return admin
          .listConsumerGroupOffsets("keyhook-" + topic)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(offset -> offset.offset())
          .sum();
    }
  }

  @Test
  void storesCloudEventsThatOtherLibrariesRead() {
    Ring ring = Ring.of("1", "door", "hällo");
    open(1).append(List.of(ring.entry(), Ring.unreadable("?")));

    List<ConsumerRecord<byte[], CloudEvent>> records = read(topic, new CloudEventDeserializer(), 2);
    CloudEvent event = records.get(0).value();
    assertThat(new String(records.get(0).key(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("bells/door");
    assertThat(event.getId()).isEqualTo("1");
    assertThat(event.getType()).isEqualTo("ring");
    assertThat(event.getSubject()).isEqualTo("door");
    assertThat(event.getSource().toString()).isEqualTo("urn:keyhook:bells");
    assertThat(event.getDataContentType()).isEqualTo("text/x-ring");
    assertThat(event.getExtension("endpoint")).isEqualTo("bells");
    assertThat(Instant.parse(String.valueOf(event.getExtension("receivedtime"))))
        .isBefore(Instant.now());
    assertThat(event.getData()).isNotNull();
    assertThat(event.getData().toBytes()).isEqualTo(ring.body());
    assertThat(records.get(1).value().getType()).isEqualTo("dev.keyhook.unreadable");
    assertThat(records.get(0).headers().toString()).doesNotContain("not-to-be-stored");
  }

  @Test
  void handlesWhatWasStoredWithItsExactBytesAndCircumstances() throws Exception {
    KafkaInbox inbox = open(3);
    Ring ring = Ring.of("1", "door", "hällo \u0001");
    inbox.append(List.of(ring.entry()));
    closing(worker().start());

    Handled.Call call = handled.await(1).get(0);
    assertThat(call.ring()).isEqualTo(ring);
    assertThat(call.context().endpoint()).isEqualTo(Ring.ENDPOINT);
    assertThat(call.context().attempt()).isEqualTo(1);
    assertThat(call.context().isReplay()).isFalse();
  }

  @Test
  void handlesLanesOfOnePartitionInParallelAndEachInOrder() throws Exception {
    KafkaInbox inbox = open(1);
    for (int i = 0; i < 20; i++) {
      inbox.append(
          List.of(
              Ring.of("a" + i, "front", "front " + i).entry(),
              Ring.of("b" + i, "back", "back " + i).entry()));
    }
    CountDownLatch bothRun = new CountDownLatch(2);
    closing(
        KafkaInboxWorker.of(properties, topic)
            .singleReplica()
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (ring.text().endsWith(" 0")) {
                            bothRun.countDown();
                            bothRun.await();
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());

    handled.await(40);
    for (String door : List.of("front", "back")) {
      assertThat(handled.texts().stream().filter(text -> text.startsWith(door)))
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> door + " " + i).toList());
    }
  }

  @Test
  void aStuckLanePausesItsPartitionInsteadOfGrowingAndKeepsItsOrder() throws Exception {
    KafkaInbox inbox = open(1);
    inbox.append(List.of(Ring.of("stuck", "stuck", "stuck 0").entry()));
    inbox.append(
        IntStream.range(1, 50)
            .mapToObj(i -> Ring.of("s" + i, "stuck", "stuck " + i).entry())
            .toList());
    inbox.append(List.of(Ring.of("free", "free", "free").entry()));
    CountDownLatch isReleased = new CountDownLatch(1);
    properties.setProperty("max.poll.records", "5");
    closing(
        KafkaInboxWorker.of(properties, topic)
            .singleReplica()
            .maxHeldEvents(10)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          handled.add(ring, context);
                          if (ring.text().equals("stuck 0")) {
                            isReleased.await();
                          }
                        })
                    .build())
            .start());

    handled.await(1);
    assertThat(committed()).isZero();
    assertThat(handled.texts()).containsExactly("stuck 0"); // "free" was not read
    isReleased.countDown();
    handled.await(51);
    assertThat(handled.texts().stream().filter(text -> text.startsWith("stuck")))
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "stuck " + i).toList());
  }

  @Test
  void retriesKeepTheOrderOfTheLaneAndEndAsDeadLetterWithoutMessages() throws Exception {
    KafkaInbox inbox = open(1);
    for (int i = 0; i < 3; i++) {
      inbox.append(List.of(Ring.of("" + i, "door", "ring " + i).entry()));
    }
    CountDownLatch isGivenUp = new CountDownLatch(1);
    closing(
        KafkaInboxWorker.of(properties, topic)
            .singleReplica()
            .retryAtOnce()
            .maxAttempts(3)
            .listener(
                new InboxListener() {
                  @Override
                  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
                    isGivenUp.countDown();
                  }
                })
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          handled.add(ring, context);
                          if (ring.text().equals("ring 1")) {
                            throw new IllegalStateException("confidential");
                          }
                        })
                    .build())
            .start());

    handled.await(5);
    assertThat(handled.texts()).containsExactly("ring 0", "ring 1", "ring 1", "ring 1", "ring 2");
    isGivenUp.await();
    ConsumerRecord<byte[], byte[]> dead =
        read(topic + ".dead", new ByteArrayDeserializer(), 1).get(0);
    StoredEvent stored = new StoredEvent(dead);
    assertThat(stored.id()).contains("1");
    assertThat(dead.value()).isEqualTo(Ring.of("1", "door", "ring 1").body());
    assertThat(header(dead, RecordHeaders.ATTEMPTS)).isEqualTo("3");
    assertThat(header(dead, RecordHeaders.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
    assertThat(dead.headers().toString()).doesNotContain("confidential");
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(
        record.headers().lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void unreadableBodiesAreDeadLettersAndReadableOnesGoOn() throws Exception {
    KafkaInbox inbox = open(1);
    inbox.append(List.of(Ring.unreadable("?"), Ring.of("1", "door", "ring").entry()));
    closing(worker().start());

    handled.await(1);
    ConsumerRecord<byte[], byte[]> dead =
        read(topic + ".dead", new ByteArrayDeserializer(), 1).get(0);
    assertThat(new String(dead.value(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("?");
  }

  @Test
  void duplicatesAreHandledOnceAndEventsWithoutIdAlways() throws Exception {
    KafkaInbox inbox = open(1);
    Ring ring = Ring.of("1", "door", "ring");
    Ring nameless = Ring.of("", "door", "nameless");
    inbox.append(List.of(ring.entry(), ring.entry(), nameless.entry(), nameless.entry()));
    inbox.append(List.of(Ring.of("2", "door", "last").entry()));
    closing(worker().start());

    handled.await(4);
    assertThat(handled.texts()).containsExactly("ring", "nameless", "nameless", "last");
  }

  @Test
  void replaysByTimeLaneAndOffsetAtTheEndOfTheLane() throws Exception {
    KafkaInbox inbox = open(1);
    inbox.append(
        List.of(Ring.of("1", "front", "one").entry(), Ring.of("2", "back", "two").entry()));
    closing(worker().start());
    handled.await(2);

    assertThat(KafkaReplay.of(properties, topic).since(Instant.now().plusSeconds(60)).count())
        .isZero();
    assertThat(KafkaReplay.of(properties, topic).since(Instant.EPOCH).count()).isEqualTo(2);
    assertThat(KafkaReplay.of(properties, topic).offsets(0, 1, 2).count()).isEqualTo(1);
    assertThat(KafkaReplay.of(properties, topic).lane(Ring.ENDPOINT, "back").run()).isEqualTo(1);
    Handled.Call call = handled.await(3).get(2);
    assertThat(call.ring().text()).isEqualTo("two");
    assertThat(call.context().isReplay()).isTrue();
  }

  @Test
  void replaysDeadLetters() throws Exception {
    KafkaInbox inbox = open(1);
    inbox.append(List.of(Ring.of("1", "door", "ring").entry()));
    closing(
        KafkaInboxWorker.of(properties, topic)
            .singleReplica()
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          if (!context.isReplay()) {
                            throw new NonRetryableException("no");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    read(topic + ".dead", new ByteArrayDeserializer(), 1);

    assertThat(KafkaReplay.of(properties, topic).deadLetters().run()).isEqualTo(1);
    assertThat(handled.await(1).get(0).ring().text()).isEqualTo("ring");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void workersThatComeAndGoKeepOrderAndCommitWhatIsHandled(String protocol) throws Exception {
    KafkaInbox inbox = open(6);
    properties.setProperty("group.protocol", protocol);
    properties.setProperty("max.poll.records", "10");
    int perDoor = 50;
    for (int i = 0; i < perDoor; i++) {
      int number = i;
      inbox.append(
          IntStream.range(0, 12)
              .mapToObj(d -> Ring.of(d + "-" + number, "door" + d, d + " " + number).entry())
              .toList());
    }
    Path file = folder.resolve(topic + ".db");
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    JdbcIdempotency idempotency = JdbcIdempotency.builder(database).createTable().open();
    KafkaInboxWorker first = worker().idempotency(idempotency).start();
    handled.await(20);
    KafkaInboxWorker second = closing(worker().idempotency(idempotency).start());
    handled.await(200);
    first.close();
    handled.await(12 * perDoor);
    while (second.status().backlog().events() > 0) {
      // It reads again what the first worker handled but could not commit. Each call asks the broker.
    }
    second.close();

    assertThat(committed()).isEqualTo(12L * perDoor);
    Map<String, List<Integer>> byDoor = new HashMap<>();
    for (String text : handled.texts()) {
      String[] parts = text.split(" ", 2);
      byDoor.computeIfAbsent(parts[0], d -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
    }
    Collection<List<Integer>> orders = byDoor.values();
    assertThat(orders).hasSize(12);
    assertThat(orders)
        .allSatisfy(
            order ->
                assertThat(order)
                    .containsExactlyElementsOf(IntStream.range(0, perDoor).boxed().toList()));
  }

  @Test
  void writesOfTheJoinedTransactionRollBackWithAFailedAttempt() throws Exception {
    KafkaInbox inbox = open(1);
    inbox.append(List.of(Ring.of("1", "door", "ring").entry()));
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve(topic + ".db"));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE effect (text TEXT)");
    }
    Map<Integer, Boolean> attempts = new ConcurrentHashMap<>();
    closing(
        KafkaInboxWorker.of(properties, topic)
            .singleReplica()
            .retryAtOnce()
            .idempotency(JdbcIdempotency.builder(database).createTable().open())
            .listener(
                new InboxListener() {
                  @Override
                  public void attemptSucceeded(Attempt attempt, Duration took) {
                    handled.add(Ring.of("1", "door", "done"), null);
                  }
                })
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          try (Statement statement =
                              context.transaction(Connection.class).createStatement()) {
                            statement.execute("INSERT INTO effect VALUES ('" + ring.text() + "')");
                          }
                          attempts.put(context.attempt(), true);
                          if (context.attempt() == 1) {
                            throw new IllegalStateException();
                          }
                        })
                    .build())
            .start());

    handled.await(1);
    assertThat(attempts).containsOnlyKeys(1, 2);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM effect")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void refusesTopicsThatAreMissingOrCanLoseEventsAndSaysWhatToWrite() throws Exception {
    assertThatThrownBy(() -> KafkaInbox.of(properties, topic))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--create --topic " + topic)
        .hasMessageContaining("min.insync.replicas=2");
    try (Admin admin = Admin.create(properties)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, 1, (short) 1)
                      .configs(
                          Map.of(
                              "min.insync.replicas", "1",
                              "unclean.leader.election.enable", "true",
                              "cleanup.policy", "compact",
                              "retention.bytes", "1000"))))
          .all()
          .get();
    }
    assertThatThrownBy(() -> KafkaInbox.of(properties, topic))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set min.insync.replicas=2")
        .hasMessageContaining("set unclean.leader.election.enable=false")
        .hasMessageContaining("set cleanup.policy=delete")
        .hasMessageContaining("set retention.bytes=-1")
        .hasMessageContaining("max.message.bytes");
  }

  @Test
  void refusesAnotherNumberOfPartitions() {
    open(2);
    assertThatThrownBy(() -> open(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 partitions instead of 3");
    assertThatThrownBy(() -> worker().partitions(3).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 partitions instead of 3");
  }

  @Test
  void aWorkerRefusesTopicsThatCanLoseEvents() {
    open(1);
    KafkaInboxWorker.Builder strict =
        KafkaInboxWorker.of(properties, topic).handle(Ring.router().otherwise(ring -> {}).build());
    assertThatThrownBy(strict::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set min.insync.replicas=2");
    KafkaInboxWorker.Builder missing =
        KafkaInboxWorker.of(properties, topic + "-missing")
            .handle(Ring.router().otherwise(ring -> {}).build());
    assertThatThrownBy(missing::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void stopsWhenPartitionsAreAddedInsteadOfLosingTheOrderOfLanes() throws Exception {
    KafkaInbox inbox = open(1);
    properties.setProperty("metadata.max.age.ms", "200");
    inbox.append(List.of(Ring.of("1", "door", "ring").entry()));
    LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    KafkaInboxWorker worker =
        closing(
            worker()
                .listener(
                    new InboxListener() {
                      @Override
                      public void databaseFailed(Throwable cause) {
                        failures.add(cause);
                      }
                    })
                .start());
    handled.await(1);
    assertThat(worker.isRunning()).isTrue();
    try (Admin admin = Admin.create(properties)) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all().get();
    }

    while (!(next(failures) instanceof PartitionsAddedException)) {
      // a commit during the rebalance can fail first
    }
    assertThat(worker.isRunning()).isFalse();
  }

  @Test
  void tellsHowFarItIsBehind() throws Exception {
    KafkaInbox inbox = open(2);
    inbox.append(
        List.of(
            Ring.of("1", "front", "no").entry(),
            Ring.of("2", "front", "stuck").entry(),
            Ring.of("3", "front", "later").entry()));
    LinkedBlockingQueue<InboxListener.Backlog> backlogs = new LinkedBlockingQueue<>();
    CountDownLatch isReleased = new CountDownLatch(1);
    KafkaInboxWorker worker =
        closing(
            KafkaInboxWorker.of(properties, topic)
                .singleReplica()
                .reportEvery(Duration.ofMillis(100))
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)))
                .listener(
                    new InboxListener() {
                      @Override
                      public void backlog(Backlog backlog) {
                        backlogs.add(backlog);
                      }
                    })
                .handle(
                    Ring.router()
                        .otherwise(
                            (ring, context) -> {
                              if (ring.text().equals("no")) {
                                throw new NonRetryableException("no");
                              }
                              handled.add(ring, context);
                              isReleased.await();
                            })
                        .build())
                .start());
    handled.await(1);
    InboxListener.Backlog backlog = next(backlogs);
    while (backlog.events() != 2) { // until the dead letter is committed
      backlog = next(backlogs);
    }
    assertThat(backlog.endpoint()).isEqualTo(topic);
    assertThat(backlog.deadLetters()).isEqualTo(1);
    assertThat(backlog.lanes()).isEqualTo(1);
    assertThat(backlog.oldest()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
    assertThat(backlog.isUnattended()).isFalse();
    assertThat(worker.status().lag().values()).containsExactlyInAnyOrder(0L, 2L);

    isReleased.countDown();
    while (backlog.events() != 0) {
      backlog = next(backlogs);
    }
    assertThat(backlog.oldest()).isZero();
    assertThat(backlog.lanes()).isZero();
    assertThat(backlog.deadLetters()).isEqualTo(1);
  }

  @Test
  void refusesPropertiesThatWeakenDurability() {
    properties.setProperty("acks", "1");
    assertThatThrownBy(() -> open(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks must be all");
  }

  @Test
  void asksTheSenderToRetryWhileTheBrokersAreDown() throws Exception {
    List<Broker> own = Broker.start(folder.resolve("down"), 1);
    try (Broker broker = own.get(0);
        KafkaInbox inbox =
            KafkaInbox.builder(Broker.properties(own), topic)
                .createTopics()
                .singleReplica()
                .appendTimeout(Duration.ofSeconds(1))
                .open()) {
      inbox.append(List.of(Ring.of("1", "door", "ring").entry()));
      broker.kill();
      assertThatThrownBy(() -> inbox.append(List.of(Ring.of("2", "door", "ring").entry())))
          .isInstanceOf(InboxUnavailableException.class);
    }
  }
}
