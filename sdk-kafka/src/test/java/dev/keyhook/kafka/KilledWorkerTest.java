package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.inbox.JdbcIdempotency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a separate process that is killed, or ends itself without cleanup. */
@Tag("broker")
class KilledWorkerTest {

  private static final String TOPIC = "bells";
  private static final int PARTITIONS = 3;

  @TempDir Path folder;

  private List<Broker> brokers = List.of();
  private Properties properties = new Properties();
  private String url = "";
  private KafkaInbox inbox;

  @BeforeEach
  void startBroker() throws Exception {
    brokers = Broker.start(folder, 1);
    properties = Broker.properties(brokers);
    url = "jdbc:sqlite:" + folder.resolve("effects.db") + "?busy_timeout=20000&journal_mode=WAL";
    inbox =
        KafkaInbox.builder(properties, TOPIC)
            .createTopics()
            .partitions(PARTITIONS)
            .singleReplica()
            .open();
    JdbcIdempotency.builder(WorkerMain.database(url)).createTable().open();
    execute("CREATE TABLE effect (position INTEGER PRIMARY KEY, door TEXT, text TEXT)");
  }

  @AfterEach
  void stopBroker() {
    inbox.close();
    brokers.forEach(Broker::close);
  }

  private Process startWorker() throws IOException {
    return JavaProcess.start(
        folder.resolve("worker.txt"),
        "96m",
        WorkerMain.class.getName(),
        List.of(properties.getProperty("bootstrap.servers"), TOPIC, url));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = WorkerMain.database(url).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns what handlers wrote of each door, in the order of their commits. */
  private Map<String, List<String>> effects() throws SQLException {
    Map<String, List<String>> effects = new HashMap<>();
    try (Connection connection = WorkerMain.database(url).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT door, text FROM effect ORDER BY position")) {
      while (row.next()) {
        effects.computeIfAbsent(row.getString(1), d -> new ArrayList<>()).add(row.getString(2));
      }
    }
    return effects;
  }

  /** Waits for effects of a worker, which must not end meanwhile. */
  private void awaitEffects(Process worker, int count) throws Exception {
    while (effects().values().stream().mapToInt(List::size).sum() < count) {
      assertThat(worker.waitFor(20, TimeUnit.MILLISECONDS)).as("worker has ended").isFalse();
    }
  }

  @Test
  void losesNothingKeepsTheOrderAndTakesEffectExactlyOnce() throws Exception {
    int doors = 8;
    int perDoor = 75;
    for (int i = 0; i < perDoor; i++) {
      int number = i;
      inbox.append(
          IntStream.range(0, doors)
              .mapToObj(d -> Ring.of(d + "-" + number, "door" + d, "" + number).entry())
              .toList());
    }
    for (int kill = 1; kill <= 3; kill++) {
      Process worker = startWorker();
      awaitEffects(worker, kill * 100);
      worker.destroyForcibly().onExit().join();
    }
    Process last = startWorker();
    awaitEffects(last, doors * perDoor);
    last.destroyForcibly().onExit().join();

    List<String> inOrder = IntStream.range(0, perDoor).mapToObj(String::valueOf).toList();
    assertThat(effects()).hasSize(doors);
    assertThat(effects().values())
        .allSatisfy(texts -> assertThat(texts).containsExactlyElementsOf(inOrder));
  }

  @Test
  void anEventThatEndsTheProcessBecomesADeadLetterAndTheOthersAreHandled() throws Exception {
    List<Ring> rings =
        new ArrayList<>(
            IntStream.range(0, 20).mapToObj(i -> Ring.of("" + i, "door" + i, "ring")).toList());
    rings.add(10, Ring.of("deadly", "deadly", WorkerMain.DEADLY));
    rings.add(15, Ring.of("later", "deadly", "later"));
    inbox.append(rings.stream().map(Ring::entry).toList());

    List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();
    int starts = 0;
    Process worker = startWorker();
    try (KafkaConsumer<byte[], byte[]> consumer = deadLetters()) {
      while (dead.isEmpty()) {
        if (!worker.isAlive()) {
          starts++;
          assertThat(starts).isLessThan(10);
          worker = startWorker();
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
        records.forEach(dead::add);
      }
    }
    awaitEffects(worker, 21);
    worker.destroyForcibly().onExit().join();

    assertThat(dead).hasSize(1);
    assertThat(
            new String(
                dead.get(0).headers().lastHeader(RecordHeaders.ERROR_TYPE).value(),
                StandardCharsets.UTF_8))
        .isEqualTo(WorkerVanishedException.class.getName());
    assertThat(effects()).hasSize(21).containsEntry("deadly", List.of("later"));
  }

  private KafkaConsumer<byte[], byte[]> deadLetters() {
    Properties reading = Broker.properties(brokers);
    reading.setProperty("auto.offset.reset", "earliest");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new TopicPartition(Topics.deadLettersOf(TOPIC), i))
            .toList());
    return consumer;
  }
}
