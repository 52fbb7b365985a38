package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.inbox.JdbcIdempotency;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.verification.InsecureVerification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three brokers that are killed in turn and two workers that are killed once each, while deliveries
 * arrive. Handlers write into a database that is not killed, in the transaction that deduplicates.
 */
@Tag("faults")
class KilledBrokersTest {

  private static final int LANES = 32;
  private static final int EVENTS = Integer.getInteger("faults.events", 20_000);
  private static final int PER_SECOND = Integer.getInteger("faults.rate", 250);
  private static final int KILL_SECONDS = Integer.getInteger("faults.seconds", 5);
  private static final int PARTITIONS = 6;
  private static final Duration CATCH_UP = Duration.ofMinutes(5);
  private static final String TOPIC = "bells";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void losesNothingKeepsTheOrderAndTakesEffectExactlyOnce(String protocol) throws Exception {
    List<Broker> brokers = Broker.start(folder, 3);
    Broker.awaitAll(brokers);
    Properties properties = Broker.properties(brokers);
    List<WorkerProcess> workers = new ArrayList<>();
    try (EmbeddedPostgres server = startPostgres();
        KafkaInbox inbox =
            KafkaInbox.builder(properties, TOPIC)
                .createTopics()
                .partitions(PARTITIONS)
                .listener(new InboxListener() {}) // failures are expected: no log
                .open();
        Admin admin = Admin.create(properties)) {
      DataSource database = server.getPostgresDatabase();
      createTables(database);
      String url = server.getJdbcUrl("postgres", "postgres");
      for (int i = 0; i < 2; i++) {
        workers.add(
            new WorkerProcess(folder.resolve("worker-" + i), properties, TOPIC, url, protocol));
      }
      Run run = send(inbox, brokers, workers);
      long records = awaitCommitted(admin, workers);
      Verdict verdict = Verdict.of(run.acknowledged(), effects(database));
      print(protocol, run, records, verdict, workers);

      assertThat(run.acknowledged()).hasSize(EVENTS / LANES * LANES);
      assertThat(verdict).isEqualTo(new Verdict(List.of(), List.of(), List.of()));
    } finally {
      workers.forEach(WorkerProcess::kill);
      brokers.forEach(Broker::close);
    }
  }

  /** What happened while events were sent. */
  private record Run(
      List<String> acknowledged,
      int refused,
      double seconds,
      double longestSeconds,
      int brokerKills,
      int workerKills) {}

  private static Run send(KafkaInbox inbox, List<Broker> brokers, List<WorkerProcess> workers)
      throws Exception {
    WebhookReceiver receiver =
        WebhookReceiver.builder(Ring.ENDPOINT, InsecureVerification.acceptEveryone(), Ring.PARSER)
            .inbox(inbox)
            .onFailure((delivery, cause) -> {}) // counted by the senders
            .build();
    long start = System.nanoTime();
    try (LaneSenders senders = new LaneSenders(receiver, LANES, EVENTS / LANES, PER_SECOND);
        Saboteur saboteur = new Saboteur(brokers)) {
      saboteur.killBrokersEvery(Duration.ofSeconds(KILL_SECONDS));
      for (int i = 0; i < workers.size(); i++) {
        int part = EVENTS * (i + 1) / (workers.size() + 1);
        saboteur.kill(workers.get(i), () -> senders.acknowledged().size() >= part);
      }
      senders.await();
      saboteur.stop();
      return new Run(
          List.copyOf(senders.acknowledged()),
          senders.refused(),
          (System.nanoTime() - start) / 1e9,
          senders.longestSeconds(),
          saboteur.brokerKills(),
          saboteur.workerKills());
    }
  }

  /** Waits until everything in the topic is handled; returns how many records there are. */
  private static long awaitCommitted(Admin admin, List<WorkerProcess> workers) throws Exception {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (true) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      Map<TopicPartition, Long> committed = new HashMap<>();
      try {
        ends.putAll(ends(admin));
        committed.putAll(committed(admin));
      } catch (ExecutionException e) {
        // The brokers elect leaders; the next look may succeed.
      }
      if (!ends.isEmpty() && ends.equals(committed)) {
        return ends.values().stream().mapToLong(Long::longValue).sum();
      }
      assertThat(System.nanoTime())
          .as("time to catch up: %s of %s committed", committed, ends)
          .isLessThan(deadline);
      assertThat(workers).allMatch(WorkerProcess::isAliveForAMoment);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      latest.put(new TopicPartition(TOPIC, i), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest)
        .all()
        .get()
        .forEach(
            (partition, result) -> {
              if (result.offset() > 0) {
                ends.put(partition, result.offset());
              }
            });
    return ends;
  }

  private static Map<TopicPartition, Long> committed(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets("keyhook-" + TOPIC).partitionsToOffsetAndMetadata().get();
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    return committed;
  }

  private EmbeddedPostgres startPostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .start();
  }

  private static void createTables(DataSource database) throws SQLException {
    JdbcIdempotency.builder(database).createTable().open();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE effect (position bigserial, id text, door text, number int)");
    }
  }

  private static List<String> effects(DataSource database) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM effect ORDER BY position")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private static void print(
      String protocol, Run run, long records, Verdict verdict, List<WorkerProcess> workers)
      throws IOException {
    Map<String, Integer> results = new HashMap<>();
    for (WorkerProcess worker : workers) {
      worker.results().forEach(result -> results.merge(result, 1, Integer::sum));
    }
    System.out.printf(
        Locale.ROOT,
        "%nThree brokers, one killed every %d s or later; two workers, group.protocol=%s%n"
            + "  sent for %.0f s in %d lanes: %,d acknowledged, %,d responses with 503,"
            + " longest time to a 204 %.1f s%n"
            + "  brokers killed %d times, workers killed %d times%n"
            + "  records in the topic %,d; attempts: %s%n"
            + "  lost %d, out of order %d, effects twice %d%n",
        KILL_SECONDS,
        protocol,
        run.seconds(),
        LANES,
        run.acknowledged().size(),
        run.refused(),
        run.longestSeconds(),
        run.brokerKills(),
        run.workerKills(),
        records,
        results,
        verdict.lost().size(),
        verdict.disordered().size(),
        verdict.repeated().size());
  }
}
