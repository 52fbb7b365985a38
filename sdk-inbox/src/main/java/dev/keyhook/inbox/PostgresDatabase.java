package dev.keyhook.inbox;

import dev.keyhook.inbox.LaneUpdate.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An inbox in PostgreSQL, shared by any number of processes. Keeps four connections of the user's
 * pool, for appends, claims, results and leases, so that these continue when handlers use all other
 * connections.
 *
 * <p>Settings are made for each transaction, so that connections can go back to a pool and through
 * PgBouncer. Plans are pinned to indexes, because a plan that was made while a table was empty
 * reads all of it later.
 */
final class PostgresDatabase extends Database {

  static final String NOW = "(extract(epoch FROM now()) * 1000)::bigint";

  /** A connection whose peer does not respond is closed after this time. */
  private static final int NETWORK_TIMEOUT_MILLIS = 10_000;

  /** The same for administration, which may read whole tables. */
  private static final int COMMAND_TIMEOUT_MILLIS = 600_000;

  /** A process that is stopped between a statement and its commit must not hold locks for long. */
  private static final String END_IF_STOPPED =
      "set_config('idle_in_transaction_session_timeout', '5000', true)";

  private static final String NESTED_LOOPS =
      "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),"
          + " set_config('enable_hashjoin', 'off', true),"
          + " set_config('enable_mergejoin', 'off', true)";

  /** Plans fit arrays of any length; planning takes longer than the work on a few rows. */
  private static final String GENERIC_PLAN =
      ", set_config('plan_cache_mode', 'force_generic_plan', true)";

  /** Does not weaken remote_apply, which waits for more than the primary's disk. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit',"
          + " CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply'"
          + " ELSE 'on' END, true), ";

  private static final String RELAXED = "SELECT set_config('synchronous_commit', 'off', true), ";

  /** The planner expects one row of a group, and would compare each of 1,000 with all others. */
  private static final String APPENDING =
      DURABLE
          + "set_config('enable_seqscan', 'off', true),"
          + " set_config('enable_nestloop', 'off', true)"
          + GENERIC_PLAN;

  private static final String WORKING = RELAXED + NESTED_LOOPS + GENERIC_PLAN;

  private static final String RENEWING = RELAXED + NESTED_LOOPS + ", " + END_IF_STOPPED;

  private static final String ADMINISTERING = DURABLE + NESTED_LOOPS + ", " + END_IF_STOPPED;

  private static final String READING = "SET TRANSACTION READ ONLY";

  /** Where {@link #claiming} returns the columns of an event. */
  private static final int FIRST_OF_EVENT = 10;

  private static final int LAST_OF_EVENT = 20;

  private final DataSource dataSource;
  private final Link appends;
  private final Link claims;
  private final Link results;
  private final Link leases;

  PostgresDatabase(DataSource dataSource) {
    this.dataSource = dataSource;
    appends = link(new SingleMessages());
    claims = link(new SingleMessages());
    results = link(new SingleMessages());
    leases = transactions(RENEWING, NETWORK_TIMEOUT_MILLIS);
  }

  private Link link(Link.Protocol protocol) {
    return new Link(dataSource::getConnection, protocol);
  }

  private Link transactions(String settings, int timeoutMillis) {
    return link(new Transactions(settings, timeoutMillis));
  }

  /** What the pool's connections have; not every pool resets it by itself. */
  private static final class ConnectionSettings {

    private static final Executor DIRECT = Runnable::run;

    private int timeoutMillis;
    private boolean isAutoCommit;

    void replace(Connection connection, boolean autoCommit, int newTimeoutMillis)
        throws SQLException {
      timeoutMillis = connection.getNetworkTimeout();
      isAutoCommit = connection.getAutoCommit();
      connection.setNetworkTimeout(DIRECT, newTimeoutMillis);
      connection.setAutoCommit(autoCommit);
    }

    void restore(Connection connection) throws SQLException {
      connection.setAutoCommit(isAutoCommit);
      connection.setNetworkTimeout(DIRECT, timeoutMillis);
    }
  }

  /** Transactions over JDBC, with settings that end with them. Used by one link. */
  private static final class Transactions implements Link.Protocol {

    private final String settings;
    private final int timeoutMillis;
    private final ConnectionSettings before = new ConnectionSettings();

    Transactions(String settings, int timeoutMillis) {
      this.settings = settings;
      this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
      before.replace(connection, false, timeoutMillis);
    }

    @Override
    public void restore(Connection connection) throws SQLException {
      before.restore(connection);
    }

    @Override
    public void begin(Link link) throws SQLException {
      link.execute(settings);
    }

    @Override
    public void commit(Link link) throws SQLException {
      link.connection().commit();
    }

    @Override
    public void rollback(Link link) throws SQLException {
      link.connection().rollback();
    }
  }

  /**
   * Transactions that are one message with several statements, which the server commits at its end:
   * one round trip for each. No lock waits for this process in between. Used by one link.
   */
  private static final class SingleMessages implements Link.Protocol {

    private static final int VALID_TIMEOUT_SECONDS = 5;

    private final ConnectionSettings before = new ConnectionSettings();

    @Override
    public void prepare(Connection connection) throws SQLException {
      before.replace(connection, true, NETWORK_TIMEOUT_MILLIS);
    }

    @Override
    public void restore(Connection connection) throws SQLException {
      before.restore(connection);
    }

    @Override
    public void begin(Link link) {
      // The message does it.
    }

    @Override
    public void commit(Link link) {
      // The server did it.
    }

    @Override
    public void rollback(Link link) throws SQLException {
      if (!link.connection().isValid(VALID_TIMEOUT_SECONDS)) {
        throw new SQLException("The connection is broken", "08006");
      }
    }
  }

  @Override
  Link appends() {
    return appends;
  }

  @Override
  Link claims() {
    return claims;
  }

  @Override
  Link results() {
    return results;
  }

  @Override
  Link leases() {
    return leases;
  }

  @Override
  <T> T query(Link.Work<T> work) throws SQLException {
    try (Link link = transactions(READING, COMMAND_TIMEOUT_MILLIS)) {
      return link.transact(work);
    }
  }

  @Override
  <T> T search(Link.Work<T> work) throws SQLException {
    return administer(work);
  }

  @Override
  <T> T administer(Link.Work<T> work) throws SQLException {
    try (Link link = transactions(ADMINISTERING, COMMAND_TIMEOUT_MILLIS)) {
      return link.transact(work);
    }
  }

  @Override
  String now() {
    return NOW;
  }

  @Override
  String skipLocked() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  String endIfStopped() {
    return " AND " + END_IF_STOPPED + " IS NOT NULL";
  }

  @Override
  String size() {
    return "(SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(ARRAY['keyhook_event',"
        + " 'keyhook_seen', 'keyhook_lane', 'keyhook_dead']) t)";
  }

  /**
   * One statement for the whole group, behind its settings in the same message. Lanes are locked in
   * the order of their keys, then ids, so nodes never wait for each other in a circle. A duplicate
   * that two nodes store at the same moment leaves a gap in the positions of its lane. Stored ids
   * are looked up by a scalar subquery, since the planner would turn NOT EXISTS into a join with
   * the whole table.
   */
  private String append() {
    return APPENDING
        + "; WITH input AS MATERIALIZED (SELECT i.* FROM unnest(?::bytea[], ?::bytea[], ?::text[],"
        + " ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],"
        + " ?::text[], ?::text[], ?::text[], ?::bytea[]) WITH ORDINALITY AS i (event_key, lane,"
        + " endpoint, subject, id, type, sequence, event_time, received, readable, credential,"
        + " headers, body_key, body, ord) WHERE (SELECT s.seq FROM keyhook_seen s"
        + " WHERE s.event_key = i.event_key) IS NULL),"
        + " lanes AS (INSERT INTO keyhook_lane AS l (lane, endpoint, subject, tail, done, due,"
        + " since) SELECT lane, min(endpoint), CASE WHEN bool_and(readable) THEN min(subject) END,"
        + " count(*), count(*) FILTER (WHERE NOT readable), CASE WHEN bool_and(readable) THEN "
        + now()
        + " END, min(received) FROM input GROUP BY lane ORDER BY lane"
        + " ON CONFLICT (lane) DO UPDATE SET tail = l.tail + excluded.tail,"
        + " done = l.done + excluded.done,"
        + " since = CASE WHEN l.tail = l.done THEN excluded.since ELSE l.since END,"
        + " due = CASE WHEN l.parked THEN l.due ELSE coalesce(l.due, excluded.due) END"
        + " RETURNING lane, tail),"
        + " placed AS MATERIALIZED (SELECT i.*, l.tail - count(*) OVER (PARTITION BY i.lane)"
        + " + row_number() OVER (PARTITION BY i.lane ORDER BY i.ord) AS seq"
        + " FROM input i JOIN lanes l ON l.lane = i.lane),"
        + " fresh AS (INSERT INTO keyhook_seen (event_key, lane, seq, received)"
        + " SELECT event_key, lane, seq, received FROM placed ORDER BY event_key"
        + " ON CONFLICT DO NOTHING RETURNING event_key),"
        + " unreadable AS (INSERT INTO keyhook_dead (lane, seq, attempts, error, died)"
        + " SELECT p.lane, p.seq, 0, '"
        + Schema.UNREADABLE
        + "', "
        + now()
        + " FROM placed p JOIN fresh f ON f.event_key = p.event_key WHERE NOT p.readable)"
        + " INSERT INTO keyhook_event (lane, seq, event_key, id, type, sequence, event_time,"
        + " received, readable, credential, headers, body_key, body)"
        + " SELECT p.lane, p.seq, p.event_key, p.id, p.type, p.sequence, p.event_time, p.received,"
        + " p.readable, p.credential, p.headers, p.body_key, p.body"
        + " FROM placed p JOIN fresh f ON f.event_key = p.event_key RETURNING event_key";
  }

  @Override
  Set<Key> append(Link link, List<EventRow> rows) throws SQLException {
    PreparedStatement statement = link.prepare(append());
    setArray(link, statement, 1, ColumnType.BYTEA, rows, row -> row.key().bytes());
    setArray(link, statement, 2, ColumnType.BYTEA, rows, row -> row.lane().bytes());
    setArray(link, statement, 3, ColumnType.TEXT, rows, EventRow::endpoint);
    setArray(link, statement, 4, ColumnType.TEXT, rows, EventRow::subject);
    setArray(link, statement, 5, ColumnType.TEXT, rows, EventRow::id);
    setArray(link, statement, 6, ColumnType.TEXT, rows, EventRow::type);
    setArray(link, statement, 7, ColumnType.BIGINT, rows, EventRow::sequence);
    setArray(link, statement, 8, ColumnType.BIGINT, rows, EventRow::time);
    setArray(link, statement, 9, ColumnType.BIGINT, rows, EventRow::received);
    setArray(link, statement, 10, ColumnType.BOOLEAN, rows, EventRow::isReadable);
    setArray(link, statement, 11, ColumnType.TEXT, rows, EventRow::credential);
    setArray(link, statement, 12, ColumnType.TEXT, rows, EventRow::headers);
    setArray(link, statement, 13, ColumnType.TEXT, rows, EventRow::bodyKey);
    setArray(link, statement, 14, ColumnType.BYTEA, rows, EventRow::body);
    Set<Key> stored = new HashSet<>();
    try (ResultSet row = rowsOf(statement)) {
      while (row.next()) {
        stored.add(Key.of(row.getBytes(1)));
      }
    }
    return stored;
  }

  /** Runs a message of two statements, the settings and one that returns rows. */
  private static ResultSet rowsOf(PreparedStatement statement) throws SQLException {
    statement.execute();
    statement.getMoreResults();
    return statement.getResultSet();
  }

  private static <R> void setArray(
      Link link,
      PreparedStatement statement,
      int index,
      ColumnType type,
      List<R> rows,
      Function<R, @Nullable Object> column)
      throws SQLException {
    Object[] values = type.newArray(rows.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    statement.setArray(index, link.connection().createArrayOf(arrayType(type), values));
  }

  @Override
  String parameter(ColumnType type) {
    return "?::" + type;
  }

  @Override
  boolean[] update(Link link, LaneUpdate update, List<Object[]> rows) throws SQLException {
    PreparedStatement statement = link.prepare(reporting(update));
    for (int i = 0; i < LaneUpdate.COLUMNS.size(); i++) {
      int column = i;
      ColumnType type = LaneUpdate.COLUMNS.get(i).type();
      setArray(link, statement, i + 1, type, rows, row -> row[column]);
    }
    boolean[] updated = new boolean[rows.size()];
    try (ResultSet row = rowsOf(statement)) {
      while (row.next()) {
        updated[row.getInt(1) - 1] = true;
      }
    }
    return updated;
  }

  private String reporting(LaneUpdate update) {
    String arrays =
        LaneUpdate.COLUMNS.stream()
            .map(column -> parameter(column.type()) + "[]")
            .collect(Collectors.joining(", "));
    String names =
        LaneUpdate.COLUMNS.stream().map(LaneUpdate.Column::name).collect(Collectors.joining(", "));
    return WORKING
        + "; WITH reported AS ("
        + update.of("unnest(" + arrays + ") WITH ORDINALITY AS r (" + names + ", ord)")
        + " RETURNING r.*), dead AS ("
        + update.deadLettersOf("reported AS r")
        + ") SELECT ord FROM reported";
  }

  /** Returns the driver's name for a type. */
  private static String arrayType(ColumnType type) {
    return switch (type) {
      case BIGINT -> "int8";
      case BOOLEAN -> "bool";
      case TEXT -> "text";
      case BYTEA -> "bytea";
    };
  }

  @Override
  List<LaneBatch> claim(Link link, String claim, Binder binder, ClaimLimits limits)
      throws SQLException {
    PreparedStatement statement = link.prepare(claiming(claim, limits.bytes()));
    binder.bind(statement);
    Map<LaneClaim, List<QueuedEvent>> read = new LinkedHashMap<>();
    Set<LaneClaim> cut = new HashSet<>();
    try (ResultSet row = rowsOf(statement)) {
      while (row.next()) {
        LaneClaim claimed = LaneClaim.read(row);
        List<QueuedEvent> events = read.computeIfAbsent(claimed, lane -> new ArrayList<>());
        if (row.getBytes(FIRST_OF_EVENT + 1) == null) {
          continue; // no event was visible
        }
        if (row.getBytes(LAST_OF_EVENT) == null) {
          cut.add(claimed);
        } else {
          events.add(QueuedEvent.read(row, FIRST_OF_EVENT));
        }
      }
    }
    int maxPerLane = ClaimLimits.eventsOfEach(read.size());
    List<LaneBatch> batches = new ArrayList<>();
    read.forEach(
        (claimed, events) ->
            batches.add(
                LaneBatch.of(
                    claimed, events, cut.contains(claimed) || events.size() == maxPerLane)));
    return batches;
  }

  /**
   * One message. The statement reads events by its snapshot, which a lane that was just claimed can
   * be ahead of: events after {@code visible} are committed, but not seen, and wait for the next
   * claim. Sizes are summed in the order in which the nested loops return events. An event beyond
   * the limit comes without its body.
   */
  private static String claiming(String claim, long maxBytes) {
    return WORKING
        + "; WITH claimed AS ("
        + claim
        + "), readable AS (SELECT c.lane, endpoint, subject, fence, done, (SELECT greatest(l.tail,"
        + " c.done) FROM keyhook_lane l WHERE l.lane = c.lane) AS visible, attempts, suspect,"
        + " sequence FROM claimed c)"
        + " SELECT lane, endpoint, subject, fence, done, visible, attempts, suspect, sequence, seq,"
        + " event_key, replay, id, type, received, readable, credential, headers, body_key,"
        + " CASE WHEN bytes_before < "
        + maxBytes
        + " THEN body END FROM (SELECT c.*, "
        + QueuedEvent.COLUMNS
        + ", sum(octet_length(e.body)) OVER (ROWS UNBOUNDED PRECEDING) - octet_length(e.body)"
        + " AS bytes_before FROM readable c LEFT JOIN LATERAL (SELECT * FROM keyhook_event e"
        + " WHERE e.lane = c.lane AND e.seq > c.done AND e.seq <= c.visible ORDER BY e.seq"
        + " LIMIT (SELECT greatest("
        + ClaimLimits.MIN_EVENTS_OF_LANE
        + ", least("
        + ClaimLimits.MAX_EVENTS_OF_LANE
        + ", "
        + ClaimLimits.EVENTS
        + " / nullif(count(*), 0))) FROM claimed)) e ON TRUE) AS next";
  }

  @Override
  Connection openTransaction() throws SQLException {
    return dataSource.getConnection();
  }

  @Override
  boolean offersTransactions() {
    return true;
  }

  @Override
  void prepare(TableSetup setup) throws SQLException {
    if (setup == TableSetup.CREATE) {
      try {
        administer(Schema.POSTGRESQL::create);
      } catch (SQLException e) {
        // Another node creates them at the same moment: the check says whether they are there.
        if (!String.valueOf(e.getSQLState()).matches("23505|42P07")) {
          throw e;
        }
      }
    }
    if (setup != TableSetup.NONE) {
      administer(Schema.POSTGRESQL::check);
    }
    appends.connect();
  }

  @Override
  public void close() {
    appends.close();
    claims.close();
    results.close();
    leases.close();
  }

  @Override
  public String toString() {
    return "PostgreSQL";
  }
}
