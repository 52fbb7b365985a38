package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresInboxTest extends AdminContract {

  PGSimpleDataSource source;
  Pool pool;

  @BeforeEach
  void createSchema() throws SQLException {
    source = Postgres.newSchema();
    pool = closing(new Pool(source, 50));
  }

  @Override
  JdbcInbox.Builder builder() {
    return JdbcInbox.builder(pool).createTables();
  }

  @Override
  String blob(String text) {
    return "'\\x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'::bytea";
  }

  private void createEffects(JdbcInbox inbox) throws SQLException {
    sql(inbox, "CREATE TABLE effect (text text NOT NULL)");
  }

  private static void write(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO effect (text) VALUES (?)")) {
      insert.setString(1, text);
      insert.executeUpdate();
    }
  }

  // ---- Exactly-once effects

  @Test
  void commitsAHandlersWritesTogetherWithTheRecordThatTheEventWasHandled() throws Exception {
    JdbcInbox inbox = open();
    createEffects(inbox);
    AtomicBoolean isBroken = new AtomicBoolean(true);
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          write(context.transaction(Connection.class), ring.text());
                          if (isBroken.getAndSet(false)) {
                            throw new IllegalStateException("after the write");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry(), Ring.of("2", "door", "b").entry()));
    observed.await("failed 1 1");
    assertThat(count(inbox, "effect")).isZero();
    passRetries(inbox);
    handled.await(2);
    awaitReleased(inbox);
    assertThat(count(inbox, "effect WHERE text = 'a'")).isEqualTo(1);
    assertThat(count(inbox, "effect WHERE text = 'b'")).isEqualTo(1);
  }

  @Test
  void rollsBackWritesOfAWorkerThatLostItsLease() throws Exception {
    assertThat(effectsOfTwoOwners(true)).isEqualTo(1);
    assertThat(observed.lines()).contains("lease lost 1");
  }

  /** Shows that the test above would notice. */
  @Test
  void wouldWriteTwiceWithoutTheFence() throws Exception {
    assertThat(effectsOfTwoOwners(false)).isEqualTo(2);
  }

  private long effectsOfTwoOwners(boolean isFenced) throws Exception {
    JdbcInbox inbox = open();
    createEffects(inbox);
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch secondIsDone = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    InboxWorker.Builder frozen =
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          write(context.transaction(Connection.class), ring.text());
                          if (runs.incrementAndGet() == 1) {
                            firstRuns.countDown();
                            assertThat(secondIsDone.await(30, TimeUnit.SECONDS)).isTrue();
                          }
                        })
                    .build());
    InboxWorker first = closing((isFenced ? frozen : frozen.withoutFence()).start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    assertThat(firstRuns.await(30, TimeUnit.SECONDS)).isTrue();
    passTime(inbox); // as if the first worker's process had been stopped beyond its lease
    InboxWorker second =
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          write(context.transaction(Connection.class), ring.text());
                          handled.add(ring, context);
                        })
                    .build())
            .start();
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(2);
    second.close();
    secondIsDone.countDown();
    first.close();
    return count(inbox, "effect");
  }

  @Test
  void runsHandlersInTransactionsOfTheApplication() throws Exception {
    JdbcInbox inbox = open();
    createEffects(inbox);
    Session session = new Session();
    AtomicBoolean isBroken = new AtomicBoolean(true);
    JdbcTransactions own =
        work -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            work.run(connection, session); // an exception closes, and so rolls back
            connection.commit();
          }
        };
    closing(
        InboxWorker.of(inbox)
            .transactions(own)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          assertThat(context.transaction(Session.class)).isSameAs(session);
                          write(context.transaction(Connection.class), ring.text());
                          if (isBroken.getAndSet(false)) {
                            throw new java.io.IOException("after the write");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    observed.await("failed 1 1");
    assertThat(observed.causes().get(0)).hasCauseInstanceOf(java.io.IOException.class);
    passRetries(inbox);
    handled.await(1);
    awaitReleased(inbox);
    assertThat(count(inbox, "effect")).isEqualTo(1);
    assertThat(count(inbox, "keyhook_lane WHERE done = tail")).isEqualTo(1);
  }

  @Test
  void refusesTransactionsTogetherWithIdempotency() {
    JdbcInbox inbox = open();
    InboxWorker.Builder both =
        worker(inbox)
            .transactions(work -> {})
            .idempotency(JdbcIdempotency.builder(source).createTable().open());
    assertThatThrownBy(both::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("either transactions");
  }

  /** What a persistence framework has beside the connection. */
  private static final class Session {}

  // ---- Several nodes

  @Test
  void storesAnIdOnceThatTwoNodesGetAtTheSameMoment() throws Exception {
    JdbcInbox one = open();
    JdbcInbox two = open();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    closing(threads::shutdownNow);
    CyclicBarrier barrier = new CyclicBarrier(2);
    for (JdbcInbox node : List.of(one, two)) {
      threads.execute(
          () -> {
            try {
              for (int i = 0; i < 100; i++) {
                barrier.await(20, TimeUnit.SECONDS);
                node.append(
                    List.of(
                        Ring.of("a" + i, "door", "a" + i).entry(),
                        Ring.of("b" + i, "other" + i % 3, "b" + i).entry()));
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(count(one, "keyhook_event")).isEqualTo(200);
    closing(worker(one).start());
    closing(worker(two).start());
    handled.await(200);
    assertThat(handled.texts()).doesNotHaveDuplicates().hasSize(200);
    assertThat(handled.textsOf("door"))
        .isEqualTo(java.util.stream.IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
  }

  @Test
  void sharesLanesBetweenWorkersWithoutBreakingTheirOrder() throws Exception {
    JdbcInbox one = open();
    JdbcInbox two = open();
    closing(worker(one).threads(2).start());
    closing(worker(two).threads(2).start());
    for (int i = 0; i < 100; i++) {
      JdbcInbox node = i % 2 == 0 ? one : two;
      for (int lane = 0; lane < 5; lane++) {
        node.append(List.of(Ring.of(lane + "-" + i, "lane" + lane, String.valueOf(i)).entry()));
      }
    }
    handled.await(500);
    List<String> expected =
        java.util.stream.IntStream.range(0, 100).mapToObj(String::valueOf).toList();
    for (int lane = 0; lane < 5; lane++) {
      assertThat(handled.textsOf("lane" + lane)).isEqualTo(expected);
    }
  }

  // ---- Connections

  @Test
  void appendsAndKeepsLeasesWhileHandlersHoldAllOtherConnections() throws Exception {
    Pool small = closing(new Pool(source, 8));
    JdbcInbox inbox = closing(JdbcInbox.builder(small).createTables().listener(observed).open());
    createEffects(inbox);
    CountDownLatch starved = new CountDownLatch(4);
    CountDownLatch mayEnd = new CountDownLatch(1);
    inbox.append(List.of(Ring.of("0", "lane0", "warm up").entry("elsewhere")));
    closing(
        InboxWorker.of(inbox)
            .threads(6)
            .lease(Duration.ofSeconds(1))
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          write(context.transaction(Connection.class), ring.text());
                          starved.countDown();
                          assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                          handled.add(ring, context);
                        })
                    .build())
            .start());
    for (int i = 1; i <= 4; i++) {
      inbox.append(List.of(Ring.of("" + i, "lane" + i, "" + i).entry()));
    }
    assertThat(starved.await(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(small::getConnection).hasMessageContaining("no free connection");
    CountDownLatch leasesWouldHaveEnded = new CountDownLatch(1);
    assertThat(leasesWouldHaveEnded.await(1500, TimeUnit.MILLISECONDS)).isFalse();
    inbox.append(List.of(Ring.of("5", "lane5", "accepted").entry("elsewhere")));
    mayEnd.countDown();
    handled.await(4);
    awaitReleased(inbox);
    assertThat(observed.lines()).noneMatch(line -> line.startsWith("lease lost"));
    assertThat(count(inbox, "effect")).isEqualTo(4);
  }

  @Test
  void returnsConnectionsToThePoolAsTheyWere() throws Exception {
    JdbcInbox inbox = open();
    InboxAdmin.of(inbox).status();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isZero();
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void commitsToDiskAlthoughTheDatabaseIsSetNotTo() throws Exception {
    source.setOptions("-c synchronous_commit=off");
    JdbcInbox inbox = open();
    sql(inbox, "CREATE TABLE setting (value text)");
    sql(
        inbox,
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO setting"
            + " VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$");
    sql(
        inbox,
        "CREATE TRIGGER note AFTER INSERT ON keyhook_event FOR EACH ROW EXECUTE FUNCTION note()");
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    assertThat(count(inbox, "setting WHERE value = 'on'")).isEqualTo(1);
    source.setOptions("-c synchronous_commit=remote_apply");
    JdbcInbox stronger = closing(JdbcInbox.of(source));
    stronger.append(List.of(Ring.of("2", "door", "b").entry()));
    assertThat(count(inbox, "setting WHERE value = 'remote_apply'")).isEqualTo(1);
  }

  @Test
  void worksWithoutPreparedStatementsOfTheSession() throws Exception {
    source.setPrepareThreshold(0); // as PgBouncer in transaction mode needs it
    JdbcInbox inbox = open();
    closing(worker(inbox).start());
    for (int i = 0; i < 20; i++) {
      inbox.append(List.of(Ring.of("" + i, "door", "" + i).entry()));
    }
    handled.await(20);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SHOW enable_seqscan")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("on");
    }
  }

  // ---- Schema

  @Test
  void saysWhichSqlIsMissing() {
    assertThatThrownBy(() -> JdbcInbox.of(source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("META-INF/keyhook/inbox/postgresql/V1__keyhook_inbox.sql")
        .hasMessageContaining("CREATE TABLE keyhook_lane (")
        .hasMessageContaining("createTables()");
  }

  @Test
  void createsTheTablesOnRequestAlsoAtTwoNodesAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    closing(threads::shutdownNow);
    List<java.util.concurrent.Callable<Boolean>> nodes =
        List.of(this::opens, this::opens, this::opens, this::opens);
    for (java.util.concurrent.Future<Boolean> node : threads.invokeAll(nodes)) {
      assertThat(node.get()).isTrue();
    }
  }

  private boolean opens() {
    try (JdbcInbox inbox = builder().open()) {
      inbox.append(List.of(Ring.of("1", "door", "a").entry()));
      return true;
    }
  }

  @Test
  void worksWithTablesThatANewerVersionHasExtendedUnlessThatSaysOtherwise() throws Exception {
    JdbcInbox inbox = open();
    sql(inbox, "ALTER TABLE keyhook_event ADD COLUMN colour text");
    sql(inbox, "ALTER TABLE keyhook_lane ADD COLUMN weight bigint NOT NULL DEFAULT 1");
    sql(inbox, "UPDATE keyhook_schema SET version = 2");
    JdbcInbox beside = open();
    beside.append(List.of(Ring.of("1", "door", "a").entry()));
    closing(worker(beside).start());
    inbox.append(List.of(Ring.of("2", "door", "b").entry()));
    handled.await(2);
    sql(inbox, "UPDATE keyhook_schema SET compatible_from = 2");
    assertThatThrownBy(() -> JdbcInbox.of(source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Update Keyhook");
  }

  @Test
  void saysWhichTableDiffers() throws Exception {
    JdbcInbox inbox = open();
    sql(inbox, "ALTER TABLE keyhook_lane DROP COLUMN since");
    assertThatThrownBy(() -> JdbcInbox.of(source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keyhook_lane");
  }
}
