package dev.keyhook.inbox;

import dev.keyhook.store.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of database below an inbox: its connections, and the statements that differ. Times in
 * the tables are milliseconds since 1970 by the database's clock, except {@code received} and
 * {@code event_time}.
 */
abstract class Database implements AutoCloseable {

  /** Returns the link of the one writer that appends; its commits are on disk. */
  abstract Link appends();

  /** Returns the link that claims lanes; the database may lose its last commits in a crash. */
  abstract Link claims();

  /** Returns the link that records results; the database may lose its last commits in a crash. */
  abstract Link results();

  /** Returns the link that renews leases, apart from all work that may wait. */
  abstract Link leases();

  /** Runs statements that only read, without blocking writers. */
  abstract <T> T query(Link.Work<T> work) throws SQLException;

  /** Finds rows to delete by indexes, without blocking writers. */
  <T> T search(Link.Work<T> work) throws SQLException {
    return query(work);
  }

  /** Runs durable statements of administration and retention. */
  abstract <T> T administer(Link.Work<T> work) throws SQLException;

  /** Returns the SQL expression for the time of the transaction, in milliseconds since 1970. */
  abstract String now();

  /** Returns the clause by which a SELECT locks its rows and skips locked ones; may be empty. */
  abstract String skipLocked();

  /**
   * Returns a condition that is always true, and makes the database end an idle transaction after
   * seconds: a stopped process would otherwise block a lane and all who append to it.
   */
  abstract String endIfStopped();

  /** Returns the SQL expression for how many bytes the tables take on disk. */
  abstract String size();

  /**
   * Stores rows whose keys were not stored before.
   *
   * @param rows with different keys
   * @return the keys of the rows that were stored
   */
  abstract Set<Key> append(Link link, List<EventRow> rows) throws SQLException;

  /** Returns a parameter of a type in a place where the database could not guess that. */
  abstract String parameter(LaneUpdate.ColumnType type);

  /**
   * Updates lanes, and stores the dead letters of those that were updated.
   *
   * @param rows in the order of their lanes
   * @return for each row whether it changed its lane
   */
  abstract boolean[] update(Link link, LaneUpdate update, List<Object[]> rows) throws SQLException;

  /** Binds the parameters of a statement. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /**
   * Claims lanes, and reads the next events of each of them, within limits.
   *
   * @param claim the statement that claims and returns {@link LaneClaim#COLUMNS}
   */
  abstract List<LaneBatch> claim(Link link, String claim, Binder binder, ClaimLimits limits)
      throws SQLException;

  /** Opens a connection that a handler's writes join; null if it offers no transactions. */
  abstract @Nullable Connection openTransaction() throws SQLException;

  /** Returns whether handlers' writes can join the transaction in which an event is recorded. */
  abstract boolean offersTransactions();

  /** Returns the transaction of handlers if the database offers none: it fails with the reason. */
  Transaction noTransaction() {
    return Transaction.none(
        "This inbox offers none, because a slow handler would hold its only writer; use"
            + " InboxWorker.idempotency(JdbcIdempotency.of(yourDatabase)), or an inbox in"
            + " PostgreSQL");
  }

  /** Creates or checks the tables, as the setup says. */
  abstract void prepare(TableSetup setup) throws SQLException;

  /** Returns whether this process may append and handle, or was opened alongside. */
  boolean isOwner() {
    return true;
  }

  @Override
  public abstract void close();
}
