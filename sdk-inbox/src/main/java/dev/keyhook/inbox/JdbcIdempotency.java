package dev.keyhook.inbox;

import dev.keyhook.internal.RateLimitedLog;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxUnavailableException;
import dev.keyhook.store.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Idempotency} in a table of the application's own database, PostgreSQL or SQLite: the
 * row of the key and what the work writes with {@code context.transaction(Connection.class)} commit
 * together, so the work takes effect exactly once.
 *
 * <p>If several callers use the same key at once, one runs the work; the others wait for up to a
 * second and then get {@code IN_PROGRESS}. In SQLite only one work runs at a time, because it has a
 * single writer. XA transactions are not supported.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class JdbcIdempotency implements Idempotency {

  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);
  private static final int PURGE_BATCH = 1000;
  private static final int SQLITE_BUSY = 5;

  private final RateLimitedLog log =
      new RateLimitedLog(JdbcIdempotency.class.getName(), System::nanoTime);
  private final DataSource dataSource;
  private final boolean isPostgres;
  private final Duration keep;
  private final AtomicLong nextPurge = new AtomicLong(System.nanoTime());

  private JdbcIdempotency(DataSource dataSource, boolean isPostgres, Duration keep) {
    this.dataSource = dataSource;
    this.isPostgres = isPostgres;
    this.keep = keep;
  }

  /**
   * Returns a store in a database that already has the table; keys are kept for 14 days.
   *
   * @throws IllegalStateException if the table is missing, with its SQL, or the database is another
   * @throws InboxUnavailableException if the database cannot be reached
   */
  public static JdbcIdempotency of(DataSource dataSource) {
    return builder(dataSource).open();
  }

  /** Returns a builder. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(Objects.requireNonNull(dataSource, "dataSource"));
  }

  @Override
  public Result once(String endpoint, String key, Work work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      boolean isAutoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        Result refused = claim(connection, Key.ofEvent(endpoint, key));
        if (refused != null) {
          return refused;
        }
        work.run(Transaction.of(Connection.class, connection));
        connection.commit();
        purgeIfDue(connection);
        return Result.DONE;
      } finally {
        end(connection, isAutoCommit);
      }
    }
  }

  /**
   * Rolls back what was not committed, and leaves the connection as it was, because not every pool
   * resets it. A failure to do so does not change the result of the work.
   */
  private static void end(Connection connection, boolean isAutoCommit) {
    try {
      connection.rollback();
      connection.setAutoCommit(isAutoCommit);
    } catch (SQLException e) {
      // The connection is broken; the server rolls back.
    }
  }

  /** Inserts the key; returns null, or the result if another caller has it. */
  private @Nullable Result claim(Connection connection, Key key) throws SQLException {
    String lockTimeout = isPostgres ? setLockTimeout(connection, "1s") : "";
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO keyhook_handled (event_key, handled_at) VALUES (?, "
                + now()
                + ") ON CONFLICT DO NOTHING")) {
      insert.setBytes(1, key.bytes());
      if (insert.executeUpdate() == 0) {
        return Result.DUPLICATE;
      }
    } catch (SQLException e) {
      if ("55P03".equals(e.getSQLState()) || e.getErrorCode() == SQLITE_BUSY) {
        return Result.IN_PROGRESS;
      }
      throw e;
    }
    if (isPostgres) {
      setLockTimeout(connection, lockTimeout); // the work has the application's own again
    }
    return null;
  }

  /** Sets the timeout for the rest of the transaction; returns the one before. */
  private static String setLockTimeout(Connection connection, String timeout) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', ?, true)")) {
      statement.setString(1, timeout);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private String now() {
    return isPostgres ? PostgresDatabase.NOW : SqliteDatabase.NOW;
  }

  /** Deletes a batch of old keys; the next call continues if there are more. */
  private void purgeIfDue(Connection connection) {
    long due = nextPurge.get();
    long now = System.nanoTime();
    if (now - due < 0 || !nextPurge.compareAndSet(due, now + PURGE_INTERVAL.toNanos())) {
      return;
    }
    try {
      if (purge(connection) == PURGE_BATCH) {
        nextPurge.set(now);
      }
      connection.commit();
    } catch (SQLException e) { // the work is done; a failed purge must not fail it
      log.warn("purge", "Old keys of handled events could not be deleted; trying again later", e);
    }
  }

  private int purge(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM keyhook_handled WHERE event_key IN (SELECT event_key FROM keyhook_handled"
                + " WHERE handled_at < "
                + now()
                + " - ? LIMIT ?"
                + (isPostgres ? " FOR UPDATE SKIP LOCKED" : "")
                + ")")) {
      delete.setLong(1, keep.toMillis());
      delete.setInt(2, PURGE_BATCH);
      return delete.executeUpdate();
    }
  }

  @Override
  public String toString() {
    return "JdbcIdempotency[" + (isPostgres ? "PostgreSQL]" : "SQLite]");
  }

  /** Builds a {@link JdbcIdempotency}. Not safe for use by several threads. */
  public static final class Builder {

    private final DataSource dataSource;
    private Duration keep = Duration.ofDays(14);
    private boolean createTable;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /** Sets how long keys are kept; 14 days unless set, at least 25 hours. */
    public Builder keep(Duration age) {
      keep = JdbcInbox.Builder.atLeast25Hours(age);
      return this;
    }

    /** Creates the table if it is missing. */
    public Builder createTable() {
      createTable = true;
      return this;
    }

    /**
     * Returns the store.
     *
     * @throws IllegalStateException if the table is missing, with its SQL, or the database is
     *     neither PostgreSQL nor SQLite
     * @throws InboxUnavailableException if the database cannot be reached
     */
    public JdbcIdempotency open() {
      try (Connection connection = dataSource.getConnection()) {
        boolean isAutoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
          return open(connection);
        } finally {
          connection.setAutoCommit(isAutoCommit);
        }
      } catch (SQLException e) {
        throw new InboxUnavailableException("The table of handled events cannot be opened", e);
      }
    }

    private JdbcIdempotency open(Connection connection) throws SQLException {
      String product = connection.getMetaData().getDatabaseProductName();
      boolean isPostgres = product.equals("PostgreSQL");
      if (!isPostgres && !product.equals("SQLite")) {
        throw new IllegalStateException(
            "JdbcIdempotency works with PostgreSQL and SQLite, not with " + product);
      }
      String script =
          Schema.script(
              "/META-INF/keyhook/idempotency/"
                  + (isPostgres ? "postgresql" : "sqlite")
                  + "/V1__keyhook_handled.sql");
      if (!Schema.hasTable(connection, "keyhook_handled")) {
        if (!createTable) {
          throw new IllegalStateException(
              "The table keyhook_handled is missing; run this, or call createTable():\n" + script);
        }
        create(connection, script);
      }
      return new JdbcIdempotency(dataSource, isPostgres, keep);
    }

    private static void create(Connection connection, String script) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        for (String sql : Schema.statements(script)) {
          statement.execute(sql);
        }
      } catch (SQLException e) {
        if (!Schema.hasTable(connection, "keyhook_handled")) { // unless another node has created it
          throw e;
        }
      }
    }
  }
}
