package dev.keyhook.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  /** A connection that one or more links use, one at a time. */
  private static final class Session {

    private final Opener opener;
    private final Lock lock;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection connection;
    private boolean isClosed;

    Session(Opener opener, Lock lock) {
      this.opener = opener;
      this.lock = lock;
    }
  }

  private final Session session;
  private final Protocol protocol;

  /** Creates a link, not connected yet. */
  Link(Opener opener, Protocol protocol) {
    this(new Session(opener, new ReentrantLock(true)), protocol);
  }

  private Link(Session session, Protocol protocol) {
    this.session = session;
    this.protocol = protocol;
  }

  /** Returns a link for other work that waits for this one, and uses the same connection. */
  Link sharing(Protocol other) {
    return new Link(session, other);
  }

  /** Runs statements in a transaction, which is committed when this method returns. */
  <T> T transact(Work<T> work) throws SQLException {
    session.lock.lock();
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
      session.lock.unlock();
    }
  }

  /** Connects now, before handlers use up the pool. */
  void connect() throws SQLException {
    session.lock.lock();
    try {
      connection();
    } finally {
      session.lock.unlock();
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
    if (session.isClosed) {
      throw new SQLException("The inbox is closed", "08003");
    }
    if (session.connection == null) {
      Connection opened = session.opener.open();
      boolean isReady = false;
      try {
        protocol.prepare(opened);
        isReady = true;
      } finally {
        if (!isReady) {
          closeQuietly(opened);
        }
      }
      session.connection = opened;
    }
    return session.connection;
  }

  /** Returns a statement, prepared once per connection. The caller does not close it. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = session.statements.get(sql);
    if (statement == null) {
      statement = connection().prepareStatement(sql);
      session.statements.put(sql, statement);
    }
    return statement;
  }

  void execute(String sql) throws SQLException {
    prepare(sql).execute();
  }

  private void disconnect() {
    session.statements.values().forEach(Link::closeQuietly);
    session.statements.clear();
    if (session.connection != null) {
      closeQuietly(session.connection);
      session.connection = null;
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
    session.lock.lock();
    try {
      session.isClosed = true;
      Connection working = session.connection;
      if (working != null) {
        closeQuietly(() -> protocol.restore(working));
      }
      disconnect();
    } finally {
      session.lock.unlock();
    }
  }
}
