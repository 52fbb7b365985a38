package dev.keyhook.inbox;

import dev.keyhook.store.InboxUnavailableException;
import dev.keyhook.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in the inbox's database that opens when a handler first asks for its connection.
 * Used by one thread.
 */
final class LazyTransaction implements Transaction, AutoCloseable {

  private final Database database;
  private @Nullable Connection connection;
  private boolean isAutoCommit;
  private boolean isCommitted;

  LazyTransaction(Database database) {
    this.database = database;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (!type.isAssignableFrom(Connection.class)) {
      throw new IllegalStateException(
          "This transaction has a java.sql.Connection, not a " + type.getName());
    }
    return type.cast(open());
  }

  private Connection open() {
    Connection open = connection;
    if (open == null) {
      try {
        open = database.openTransaction();
        if (open != null) {
          begin(open);
        }
      } catch (SQLException e) {
        throw new InboxUnavailableException("No connection for the handler's transaction", e);
      }
      if (open == null) {
        return database.noTransaction().unwrap(Connection.class); // throws
      }
      connection = open;
    }
    return open;
  }

  /** The connection goes back to its pool as it was; not every pool resets it. */
  private void begin(Connection open) throws SQLException {
    boolean hasBegun = false;
    try {
      isAutoCommit = open.getAutoCommit();
      open.setAutoCommit(false);
      hasBegun = true;
    } finally {
      if (!hasBegun) {
        open.close();
      }
    }
  }

  /** Returns the connection, or null if the handler did not ask for it. */
  @Nullable Connection joined() {
    return connection;
  }

  void commit(Connection open) throws SQLException {
    open.commit();
    isCommitted = true;
  }

  /** Rolls back what was not committed, and returns the connection to its pool. */
  @Override
  public void close() {
    Connection open = connection;
    if (open == null) {
      return;
    }
    try (open) {
      if (!isCommitted) {
        open.rollback();
      }
      open.setAutoCommit(isAutoCommit);
    } catch (SQLException e) {
      // The connection is broken; the server rolls back.
    }
  }

  @Override
  public String toString() {
    return "Transaction[" + (connection == null ? "not begun]" : "java.sql.Connection]");
  }
}
