package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Appends and reports lock lanes in the same order, so that they cannot deadlock. */
class LaneLocksTest {

  @Test
  void reportsLockLanesInTheOrderOfTheirKeysWhetherTheyEndOrNot() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (JdbcInbox inbox = JdbcInbox.builder(source).createTables().open();
        Connection other = source.getConnection()) {
      inbox.append(List.of(Ring.of("1", "a", "1").entry(), Ring.of("2", "b", "2").entry()));
      Database database = inbox.database();
      LaneTable lanes = new LaneTable(database, true);
      List<LaneClaim> claims =
          database
              .claims()
              .transact(
                  link ->
                      lanes.claim(
                          link,
                          Ring.ENDPOINT,
                          "me",
                          Duration.ofMinutes(1),
                          new ClaimLimits(2, 1_000_000)))
              .stream()
              .map(LaneBatch::claim)
              .sorted(Comparator.comparing(LaneClaim::lane))
              .toList();
      List<LaneResult> reports =
          List.of(
              new LaneResult(
                  claims.get(0), 1, 10L, null, true, 0, Duration.ZERO, null, false, null),
              LaneResult.progress(claims.get(1), 1, 10, null));
      other.setAutoCommit(false);
      lock(other, claims.get(0).lane());
      Future<boolean[]> reporting =
          thread.submit(
              () -> database.results().transact(link -> lanes.report(link, reports, "me")));
      awaitWaiting(source);
      lock(other, claims.get(1).lane()); // an error if the report has it already
      other.commit();
      assertThat(reporting.get()).containsExactly(true, true);
    } finally {
      thread.shutdownNow();
    }
  }

  private static void lock(Connection connection, Key lane) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT 1 FROM keyhook_lane WHERE lane = ? FOR UPDATE NOWAIT")) {
      lock.setBytes(1, lane.bytes());
      lock.executeQuery().close();
    }
  }

  /** Waits until a transaction waits for a lock in the schema of a data source. */
  private static void awaitWaiting(PGSimpleDataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement waiting =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_locks w JOIN pg_locks t ON t.pid = w.pid"
                    + " WHERE NOT w.granted AND t.relation = 'keyhook_lane'::regclass")) {
      long count = 0;
      while (count == 0) {
        try (ResultSet row = waiting.executeQuery()) {
          row.next();
          count = row.getLong(1);
        }
      }
    }
  }
}
