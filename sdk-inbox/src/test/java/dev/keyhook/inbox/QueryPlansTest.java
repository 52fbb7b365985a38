package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How many rows an inbox reads in PostgreSQL, by the database's own statistics, when the planner
 * takes its tables for empty: each session keeps the plans that it made at the beginning.
 */
class QueryPlansTest {

  private static final int EVENTS = 10_000;
  private static final int LANES = 1_000;
  private static final String SESSIONS = "query-plans-test";

  private final Handled handled = new Handled();
  private PGSimpleDataSource source;

  /**
   * What was read of a table.
   *
   * @param scanned rows that scans of the whole table read
   * @param fetched rows that were found by an index
   */
  private record Reads(long scanned, long fetched) {}

  @BeforeEach
  void createTablesThatNeverGetStatistics() throws SQLException {
    source = Postgres.newSchema();
    JdbcInbox.builder(source).createTables().open().close();
    for (String table : List.of("keyhook_event", "keyhook_seen", "keyhook_lane", "keyhook_dead")) {
      execute("ANALYZE " + table);
      execute("ALTER TABLE " + table + " SET (autovacuum_enabled = off)");
    }
    source.setApplicationName(SESSIONS);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Returns the reads of each table with events since it was created, once all sessions have
   * reported.
   */
  private Map<String, Reads> reads() throws Exception {
    PGSimpleDataSource reading =
        Postgres.source(source.getPortNumbers()[0], source.getCurrentSchema());
    try (Connection connection = reading.getConnection();
        Statement statement = connection.createStatement()) {
      CountDownLatch never = new CountDownLatch(1);
      while (count(
              statement,
              "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + SESSIONS + "'")
          > 0) {
        assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
      }
      Map<String, Reads> reads = new HashMap<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT relname, seq_tup_read, idx_tup_fetch FROM pg_stat_user_tables"
                  + " WHERE schemaname = current_schema() AND relname <> 'keyhook_schema'")) {
        while (row.next()) {
          reads.put(row.getString(1), new Reads(row.getLong(2), row.getLong(3)));
        }
      }
      return reads;
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private InboxWorker work(JdbcInbox inbox, String endpoint) {
    return InboxWorker.of(inbox)
        .handle(endpoint, Ring.router().otherwise(handled::add).build())
        .start();
  }

  @Test
  void drainsByIndexesAlthoughThePlansWereMadeForEmptyTables() throws Exception {
    try (Pool pool = new Pool(source, 20);
        JdbcInbox inbox = JdbcInbox.of(pool)) {
      InboxWorker worker = work(inbox, Ring.ENDPOINT);
      for (int i = 0; i < 20; i++) { // more than the driver and the server need to keep a plan
        inbox.append(List.of(Ring.of("warm-up" + i, "warm-up" + i, "").entry()));
        handled.await(i + 1);
      }
      GeneratedBacklog.fill(source, EVENTS, LANES, 10);
      handled.await(20 + EVENTS);
      for (int i = 0; i < 20; i++) {
        inbox.append(
            List.of(
                Ring.of("new" + i, "door" + i, "").entry(),
                Ring.of("warm-up" + i, "door" + i, "a duplicate").entry()));
      }
      handled.await(40 + EVENTS);
      worker.close();
    }
    Map<String, Reads> reads = reads();
    assertThat(reads.values()).as("%s", reads).extracting(Reads::scanned).containsOnly(0L);
    assertThat(reads.get("keyhook_event").fetched()).as("%s", reads).isLessThan(2 * EVENTS);
    assertThat(reads.get("keyhook_lane").fetched()).as("%s", reads).isLessThan(20 * LANES);
  }

  @Test
  void readsNothingOfTheBacklogWhenItOpens() throws Exception {
    GeneratedBacklog.fill(source, EVENTS, LANES, 10);
    Map<String, Reads> before = reads();
    try (Pool pool = new Pool(source, 20);
        JdbcInbox inbox = JdbcInbox.of(pool)) {
      InboxWorker worker = work(inbox, "another");
      inbox.append(List.of(Ring.of("one", "one", "").entry("another")));
      handled.await(1);
      worker.close();
    }
    Map<String, Reads> after = reads();
    after.forEach(
        (table, reads) -> {
          assertThat(reads.scanned()).as(table).isEqualTo(before.get(table).scanned());
          assertThat(reads.fetched()).as(table).isLessThan(before.get(table).fetched() + 20);
        });
  }
}
