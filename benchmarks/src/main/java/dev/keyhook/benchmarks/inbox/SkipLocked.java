package dev.keyhook.benchmarks.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A typical hand-written queue table: workers lease 32 rows with SKIP LOCKED, handle them in any
 * order, and mark them as done with one statement.
 */
final class SkipLocked implements Backlog {

  static final String[] TABLE = {
    "CREATE TABLE job (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL"
        + " UNIQUE, lane text NOT NULL, type text NOT NULL, received timestamptz NOT NULL DEFAULT"
        + " now(), body bytea NOT NULL, state smallint NOT NULL DEFAULT 0, due timestamptz NOT NULL"
        + " DEFAULT now())",
    "CREATE INDEX job_due ON job (due, number) WHERE state = 0",
    InboxBacklog.Effects.TABLE
  };

  private static final int LEASE = 32;

  private final Postgres postgres;
  private final String schema;
  private final boolean isJoined;
  private final int events;
  private final int stuck;

  SkipLocked(Postgres postgres, boolean isJoined, int events, int stuck) throws SQLException {
    this.postgres = postgres;
    this.schema = postgres.newSchema();
    this.isJoined = isJoined;
    this.events = events;
    this.stuck = stuck;
    postgres.execute(schema, TABLE);
  }

  @Override
  public void refill() throws SQLException {
    postgres.execute(
        schema,
        "TRUNCATE job, effect",
        fill("stuck", stuck, "now() + interval '1 hour'"),
        fill("job", events, "now()"),
        "VACUUM ANALYZE",
        "CHECKPOINT");
  }

  private static String fill(String name, int count, String due) {
    return "INSERT INTO job (id, lane, type, body, due) SELECT '"
        + name
        + "-' || i, 'lane-' || i % 100, 'job', convert_to(rpad('"
        + name
        + "-' || i || E'\\nlane\\n0\\n', 600, 'x'), 'UTF8'), "
        + due
        + " FROM generate_series(1, "
        + count
        + ") i";
  }

  @Override
  public Workers start(CountDownLatch handled) {
    HikariDataSource pool = postgres.pool(schema, WORKERS, isJoined);
    return isJoined
        ? run(pool, WORKERS, connection -> handleOne(connection, handled))
        : run(pool, WORKERS, connection -> handleSome(connection, body -> handled.countDown()));
  }

  /** One step of a worker. */
  @FunctionalInterface
  interface Step {
    /** Returns whether there was anything to do. */
    boolean run(Connection connection) throws SQLException;
  }

  /** Repeats a step in each thread until closed, then closes the pool. */
  static Workers run(HikariDataSource pool, int threads, Step step) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      workers.execute(
          () -> {
            try (Connection connection = pool.getConnection()) {
              while (!workers.isShutdown()) {
                if (!step.run(connection)) {
                  TimeUnit.MILLISECONDS.sleep(5);
                }
              }
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    return () -> {
      Backlog.end(workers);
      pool.close();
    };
  }

  static boolean handleSome(Connection connection, Consumer<byte[]> handler) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (PreparedStatement claim =
        connection.prepareStatement(
            "UPDATE job SET state = 1, due = now() + interval '30 seconds' WHERE number IN"
                + " (SELECT number FROM job WHERE state = 0 AND due <= now() ORDER BY due, number"
                + " LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING number, id, lane, type, body")) {
      claim.setInt(1, LEASE);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
          handler.accept(row.getBytes(5));
        }
      }
    }
    if (numbers.isEmpty()) {
      return false;
    }
    try (PreparedStatement complete =
        connection.prepareStatement("UPDATE job SET state = 2 WHERE number = ANY (?)")) {
      complete.setArray(1, connection.createArrayOf("int8", numbers.toArray()));
      complete.executeUpdate();
    }
    return true;
  }

  private static boolean handleOne(Connection connection, CountDownLatch handled)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement claim =
            connection.prepareStatement(
                "UPDATE job SET state = 2 WHERE number = (SELECT number FROM job WHERE state = 0"
                    + " AND due <= now() ORDER BY due, number LIMIT 1 FOR UPDATE SKIP LOCKED)"
                    + " RETURNING id, lane, type, body");
        ResultSet row = claim.executeQuery()) {
      if (!row.next()) {
        connection.rollback();
        return false;
      }
      InboxBacklog.Effects.insert(connection, row.getString(1));
    }
    connection.commit();
    handled.countDown();
    return true;
  }

  @Override
  public void close() throws SQLException {
    postgres.drop(schema);
  }
}
