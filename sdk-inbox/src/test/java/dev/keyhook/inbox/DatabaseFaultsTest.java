package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What happens to an inbox when its database, its disk, its network or its clock fails. */
class DatabaseFaultsTest {

  private final Handled handled = new Handled();
  private final Observed observed = new Observed();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  private <T extends AutoCloseable> T closing(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : toClose) {
      resource.close();
    }
  }

  private InboxWorker.Builder worker(JdbcInbox inbox) {
    return InboxWorker.of(inbox).handle(Ring.router().otherwise(handled::add).build());
  }

  /** Stores an entry as a sender does it: again, until it is accepted. */
  private static void appendUntilAccepted(JdbcInbox inbox, InboxEntry entry) {
    Until.holds(
        "the entry is accepted",
        () -> {
          try {
            inbox.append(List.of(entry));
            return true;
          } catch (InboxUnavailableException e) {
            return false;
          }
        });
  }

  @Test
  void survivesARestartOfTheDatabaseInTheMiddleOfEverything(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres before = Postgres.start(data, 0);
    int port = before.getPort();
    Pool pool = closing(new Pool(Postgres.source(port, "public"), 20));
    JdbcInbox inbox = closing(JdbcInbox.builder(pool).createTables().listener(observed).open());
    Effects.createTable(pool);
    closing(
        InboxWorker.of(inbox)
            .lease(Duration.ofSeconds(1))
            .pollInterval(Duration.ofMillis(20))
            .handle(Ring.router().otherwise(Effects::write).build())
            .start());
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 400; i++) {
                appendUntilAccepted(
                    inbox, Ring.of("id" + i, "door" + i % 4, String.valueOf(i)).entry());
              }
            });
    sender.start();
    InboxContract.awaitCount(pool, "effect", 50);
    String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    new ProcessBuilder("kill", "-QUIT", postmaster).start().waitFor(); // an immediate shutdown
    EmbeddedPostgres after = restart(before, data, port);
    toClose.add(after);
    sender.join();
    InboxContract.awaitCount(pool, "effect", 400);
    TreeMap<String, List<Integer>> lanes = new TreeMap<>();
    assertThat(Effects.read(pool, lanes)).doesNotHaveDuplicates().hasSize(400);
    lanes.forEach((lane, numbers) -> assertThat(numbers).as(lane).isSorted());
  }

  private static EmbeddedPostgres restart(EmbeddedPostgres before, Path data, int port)
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    while (Files.exists(data.resolve("postmaster.pid"))) {
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
    before.close(); // it is down already, but its object locks the folder
    return Postgres.start(data, port);
  }

  @Test
  void refusesWhileTheNetworkIsCutAndRecovers() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    Proxy proxy = closing(new Proxy(source.getPortNumbers()[0]));
    source.setPortNumbers(new int[] {proxy.port()});
    JdbcInbox inbox =
        closing(
            JdbcInbox.builder(closing(new Pool(source, 20)))
                .createTables()
                .listener(observed)
                .appendTimeout(Duration.ofMillis(300))
                .open());
    closing(worker(inbox).lease(Duration.ofSeconds(1)).start());
    inbox.append(List.of(Ring.of("1", "door", "before").entry()));
    handled.await(1);
    proxy.cut();
    InboxEntry during = Ring.of("2", "door", "during").entry();
    assertThatThrownBy(() -> inbox.append(List.of(during)))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("300 ms");
    proxy.heal();
    appendUntilAccepted(inbox, during);
    handled.await(calls -> calls.stream().anyMatch(call -> call.ring().text().equals("during")));
  }

  @Test
  void refusesWhileTheDatabaseIsReadOnly() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    JdbcInbox.builder(source).createTables().open().close();
    source.setOptions("-c default_transaction_read_only=on");
    JdbcInbox inbox = closing(JdbcInbox.builder(source).listener(observed).open());
    assertThatThrownBy(() -> inbox.append(List.of(Ring.of("1", "door", "a").entry())))
        .isInstanceOf(InboxUnavailableException.class);
  }

  @Test
  void saysThatTheDatabaseCannotBeReached() {
    PGSimpleDataSource nowhere = Postgres.source(1, "public");
    assertThatThrownBy(() -> JdbcInbox.of(nowhere)).isInstanceOf(InboxUnavailableException.class);
  }

  @Test
  void refusesWhileTheDiskIsFullAndRecovers(@TempDir Path folder) throws Exception {
    JdbcInbox inbox =
        closing(JdbcInbox.builder(folder.resolve("keyhook.db")).listener(observed).open());
    limitPages(inbox, 100);
    int accepted = 0;
    boolean isFull = false;
    while (!isFull) {
      assertThat(accepted).isLessThan(1000);
      try {
        inbox.append(List.of(entry(accepted)));
        accepted++;
      } catch (InboxUnavailableException e) {
        isFull = true;
      }
    }
    assertThat(accepted).isGreaterThan(10);
    observed.await("append failed");
    limitPages(inbox, 1_000_000);
    inbox.append(List.of(entry(accepted)));
    closing(worker(inbox).start());
    handled.await(accepted + 1);
    assertThat(handled.calls()).hasSize(accepted + 1);
  }

  @Test
  void refusesWhileTheDiskOfPostgresIsFullAndRecovers() throws Exception {
    JdbcInbox inbox = closing(JdbcInbox.builder(pool()).createTables().listener(observed).open());
    closing(worker(inbox).start());
    inbox.append(List.of(Ring.of("1", "door", "before").entry()));
    InboxContract.sql(
        inbox,
        "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$");
    InboxContract.sql(
        inbox,
        "CREATE TRIGGER fill BEFORE INSERT ON keyhook_event FOR EACH ROW EXECUTE FUNCTION fill()");
    InboxEntry during = Ring.of("2", "door", "during").entry();
    assertThatThrownBy(() -> inbox.append(List.of(during, entry(3))))
        .isInstanceOf(InboxUnavailableException.class);
    observed.await("append failed");
    InboxContract.sql(inbox, "DROP TRIGGER fill ON keyhook_event");
    inbox.append(List.of(during));
    handled.await(2);
    assertThat(handled.texts()).containsExactly("before", "during");
  }

  private static InboxEntry entry(int number) {
    return Ring.of("id" + number, "door", number + "x".repeat(5000)).entry();
  }

  private static void limitPages(JdbcInbox inbox, int pages) throws SQLException {
    inbox
        .database()
        .appends()
        .transact(
            link -> {
              link.execute("PRAGMA max_page_count = " + pages);
              return true;
            });
  }

  @Test
  void keepsOrderAndLeasesWhenTheClockOfANodeIsOffByAnHour() throws Exception {
    JdbcInbox inbox = closing(JdbcInbox.builder(pool()).createTables().open());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Ring ring = Ring.of("id" + i, "door", String.valueOf(i));
      Instant off = Instant.now().plus(Duration.ofHours(i % 2 == 0 ? 1 : -1));
      inbox.append(List.of(InboxEntry.of(Ring.ENDPOINT, off, Ring.delivery(ring.body()), ring)));
      expected.add(ring.text());
    }
    closing(worker(inbox).start());
    handled.await(20);
    assertThat(handled.texts()).isEqualTo(expected);
  }

  private Pool pool() throws SQLException {
    return closing(new Pool(Postgres.newSchema(), 40));
  }

  @Test
  void worksWhileAnotherTransactionIsOpenForLong() throws Exception {
    Pool pool = pool();
    JdbcInbox inbox = closing(JdbcInbox.builder(pool).createTables().open());
    try (Connection open = pool.getConnection();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.executeQuery("SELECT count(*) FROM keyhook_lane").close();
      closing(worker(inbox).start());
      for (int i = 0; i < 300; i++) {
        inbox.append(List.of(Ring.of("id" + i, "door" + i % 3, "" + i).entry()));
      }
      handled.await(300);
    }
  }

  @Test
  void takesEffectOnceAlthoughHandlersDeadlockEachOther() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    source.setOptions("-c deadlock_timeout=10ms");
    Pool pool = closing(new Pool(source, 40));
    JdbcInbox inbox = closing(JdbcInbox.builder(pool).createTables().listener(observed).open());
    InboxContract.sql(inbox, "CREATE TABLE counter (name text PRIMARY KEY, value int)");
    InboxContract.sql(inbox, "INSERT INTO counter VALUES ('a', 0), ('b', 0)");
    closing(
        InboxWorker.of(inbox)
            .threads(8)
            .maxAttempts(10_000)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          boolean isEven = Integer.parseInt(ring.text()) % 2 == 0;
                          Connection connection = context.transaction(Connection.class);
                          try (Statement statement = connection.createStatement()) {
                            increment(statement, isEven ? "a" : "b");
                            statement.execute("SELECT pg_sleep(0.005)");
                            increment(statement, isEven ? "b" : "a");
                          }
                        })
                    .build())
            .start());
    for (int lane = 0; lane < 50; lane++) {
      inbox.append(List.of(Ring.of("id" + lane, "door" + lane, "" + lane).entry()));
    }
    while (InboxContract.count(inbox, "keyhook_lane WHERE tail > done") > 0) {
      InboxContract.sql(
          inbox, "UPDATE keyhook_lane SET due = 0 WHERE due IS NOT NULL AND owner IS NULL");
    }
    assertThat(InboxContract.count(inbox, "counter WHERE value = 50")).isEqualTo(2);
    assertThat(observed.lines()).noneMatch(line -> line.startsWith("dead"));
    assertThat(observed.causes())
        .as("deadlocks")
        .anyMatch(
            cause ->
                cause.getCause() instanceof SQLException failure
                    && "40P01".equals(failure.getSQLState()));
  }

  private static void increment(Statement statement, String name) throws SQLException {
    statement.executeUpdate("UPDATE counter SET value = value + 1 WHERE name = '" + name + "'");
  }
}
