package dev.keyhook.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A permanent connection with its prepared statements, for one kind of work. It reconnects after a
 * failure.
 */
final class Link implements AutoCloseable {

  /** Opens the connection. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  /** How a database begins and ends transactions. */
  interface Protocol {
    /** Sets up a new connection. */
    default void prepare(Connection connection) throws SQLException {}

    /** Undoes {@link #prepare} before a working connection goes back to its pool. */
    default void restore(Connection connection) throws SQLException {}

    void begin(Link link) throws SQLException;

    void commit(Link link) throws SQLException;

    void rollback(Link link) throws SQLException;
  }

  /** Statements within one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Link link) throws SQLException;
  }

  private final Opener opener;
  private final Protocol protocol;
  private final Lock lock;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable Connection connection;
  private boolean isClosed;

  /**
   * Creates a link, not connected yet.
   *
   * @param lock held during a transaction; links that cannot write at the same time share one
   */
  Link(Opener opener, Protocol protocol, Lock lock) {
    this.opener = opener;
    this.protocol = protocol;
    this.lock = lock;
  }

  /** Runs statements in a transaction, which is committed when this method returns. */
  <T> T transact(Work<T> work) throws SQLException {
    lock.lock();
    try {
      connection();
      boolean isCommitted = false;
      try {
        protocol.begin(this);
        T result = work.run(this);
        protocol.commit(this);
        isCommitted = true;
        return result;
      } finally {
        if (!isCommitted) {
          rollback();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Connects now, before handlers use up the pool. */
  void connect() throws SQLException {
    lock.lock();
    try {
      connection();
    } finally {
      lock.unlock();
    }
  }

  private void rollback() {
    try {
      protocol.rollback(this);
    } catch (SQLException e) {
      disconnect(); // the next transaction gets a new connection
    }
  }

  Connection connection() throws SQLException {
    if (isClosed) {
      throw new SQLException("The inbox is closed", "08003");
    }
    if (connection == null) {
      Connection opened = opener.open();
      boolean isReady = false;
      try {
        protocol.prepare(opened);
        isReady = true;
      } finally {
        if (!isReady) {
          closeQuietly(opened);
        }
      }
      connection = opened;
    }
    return connection;
  }

  /** Returns a statement, prepared once per connection. The caller does not close it. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection().prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  void execute(String sql) throws SQLException {
    prepare(sql).execute();
  }

  private void disconnect() {
    statements.values().forEach(Link::closeQuietly);
    statements.clear();
    if (connection != null) {
      closeQuietly(connection);
      connection = null;
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // The connection is broken or being replaced; earlier work is committed.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      Connection working = connection;
      if (working != null) {
        closeQuietly(() -> protocol.restore(working));
      }
      disconnect();
    } finally {
      lock.unlock();
    }
  }
}
