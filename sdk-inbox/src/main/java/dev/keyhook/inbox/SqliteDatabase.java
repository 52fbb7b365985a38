package dev.keyhook.inbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An inbox in one SQLite file, in write-ahead mode. One process owns it, by a lock on a file beside
 * it; others only look alongside.
 *
 * <p>SQLite has a single writer, and other writers poll, which can stall them for seconds. So
 * writers in this process queue at a fair lock instead, and share a connection: a second one would
 * drop its cached pages whenever the first has written. Appends sync the log at each commit. Claims
 * and results do not: a power cut may lose the last of them, which repeats attempts, while a killed
 * process loses nothing.
 */
final class SqliteDatabase extends Database {

  static final String NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /**
   * 32 MiB: keys are spread over all pages. Only writers have that much; the driver's unit is KiB.
   */
  private static final String CACHE_SIZE = "-32768";

  /** 32 MiB of log: a page that many commits write is copied into the file once. */
  private static final String CHECKPOINT = "PRAGMA wal_autocheckpoint = 8192";

  private final Path file;
  private final @Nullable FileOwnership ownership;
  private final Link durable;
  private final Link relaxed;
  private final Link reads;

  /**
   * Opens the file.
   *
   * @param isOwner whether to own it; otherwise it is opened alongside, for administration
   */
  SqliteDatabase(Path file, boolean isOwner) {
    this.file = file.toAbsolutePath();
    ownership = isOwner ? FileOwnership.take(this.file) : null;
    durable = new Link(this::openWriter, new Writes("PRAGMA synchronous = FULL"));
    relaxed = durable.sharing(new Writes("PRAGMA synchronous = NORMAL"));
    reads = new Link(() -> open(new Properties()), new Transactions("BEGIN"));
  }

  /** Transactions by statements: the driver's own would hold the writer between two of them. */
  private static class Transactions implements Link.Protocol {

    private final String begin;

    Transactions(String begin) {
      this.begin = begin;
    }

    @Override
    public void begin(Link link) throws SQLException {
      link.execute(begin);
    }

    @Override
    public void commit(Link link) throws SQLException {
      link.execute("COMMIT");
    }

    @Override
    public void rollback(Link link) throws SQLException {
      link.execute("ROLLBACK");
    }
  }

  /** Transactions of the writer, whose connection keeps its pages in memory for all of them. */
  private static final class Writes extends Transactions {

    private final String durability;

    Writes(String durability) {
      super("BEGIN IMMEDIATE");
      this.durability = durability;
    }

    @Override
    public void begin(Link link) throws SQLException {
      link.execute(durability);
      super.begin(link);
    }
  }

  private Connection openWriter() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("cache_size", CACHE_SIZE);
    Connection connection = open(settings);
    boolean isReady = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute(CHECKPOINT);
      isReady = true;
      return connection;
    } finally {
      if (!isReady) {
        connection.close();
      }
    }
  }

  private Connection open(Properties settings) throws SQLException {
    settings.setProperty("journal_mode", "WAL");
    settings.setProperty("synchronous", "FULL");
    settings.setProperty("busy_timeout", String.valueOf(BUSY_TIMEOUT_MILLIS));
    String url = "jdbc:sqlite:" + file;
    try {
      return DriverManager.getConnection(url, settings);
    } catch (SQLException e) {
      if ("08001".equals(e.getSQLState())) { // no driver accepts the URL
        throw new IllegalStateException(
            "The SQLite driver is not on the class path or module path; add"
                + " org.xerial:sqlite-jdbc (at least 3.51.3)",
            e);
      }
      throw e;
    }
  }

  @Override
  Link appends() {
    return durable;
  }

  @Override
  Link claims() {
    return relaxed;
  }

  @Override
  Link results() {
    return relaxed;
  }

  @Override
  Link leases() {
    return relaxed;
  }

  @Override
  <T> T query(Link.Work<T> work) throws SQLException {
    return reads.transact(work);
  }

  @Override
  <T> T administer(Link.Work<T> work) throws SQLException {
    return durable.transact(work);
  }

  @Override
  String now() {
    return NOW;
  }

  @Override
  String skipLocked() {
    return "";
  }

  @Override
  String endIfStopped() {
    return "";
  }

  @Override
  String size() {
    return "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";
  }

  @Override
  Set<Key> append(Link link, List<EventRow> rows) throws SQLException {
    List<EventRow> fresh = new ArrayList<>();
    PreparedStatement seen = link.prepare("SELECT 1 FROM keyhook_seen WHERE event_key = ?");
    for (EventRow row : rows) {
      seen.setBytes(1, row.key().bytes());
      try (ResultSet found = seen.executeQuery()) {
        if (!found.next()) {
          fresh.add(row);
        }
      }
    }
    Map<Key, List<EventRow>> lanes = new TreeMap<>();
    for (EventRow row : fresh) {
      lanes.computeIfAbsent(row.lane(), lane -> new ArrayList<>()).add(row);
    }
    for (List<EventRow> lane : lanes.values()) {
      appendToLane(link, lane);
    }
    Set<Key> stored = new HashSet<>();
    fresh.forEach(row -> stored.add(row.key()));
    return stored;
  }

  private void appendToLane(Link link, List<EventRow> rows) throws SQLException {
    EventRow first = rows.get(0);
    int size = rows.size();
    boolean isReadable = first.isReadable();
    PreparedStatement lane =
        link.prepare(
            "INSERT INTO keyhook_lane AS l (lane, endpoint, subject, tail, done, due, since)"
                + " VALUES (?, ?, ?, ?, ?, CASE WHEN ? THEN "
                + now()
                + " END, ?) ON CONFLICT (lane) DO UPDATE SET tail = l.tail + excluded.tail,"
                + " done = l.done + excluded.done,"
                + " since = CASE WHEN l.tail = l.done THEN excluded.since ELSE l.since END,"
                + " due = CASE WHEN l.parked THEN l.due ELSE coalesce(l.due, excluded.due) END"
                + " RETURNING tail");
    lane.setBytes(1, first.lane().bytes());
    lane.setString(2, first.endpoint());
    lane.setString(3, isReadable ? first.subject() : null);
    lane.setInt(4, size);
    lane.setInt(5, isReadable ? 0 : size);
    lane.setBoolean(6, isReadable);
    lane.setLong(7, first.received());
    long seq;
    try (ResultSet tail = lane.executeQuery()) {
      tail.next();
      seq = tail.getLong(1) - size;
    }
    for (EventRow row : rows) {
      seq++;
      insertSeen(link, row, seq);
      insertEvent(link, row, seq);
      if (!isReadable) {
        insertUnreadable(link, row, seq);
      }
    }
  }

  private static void insertSeen(Link link, EventRow row, long seq) throws SQLException {
    PreparedStatement seen =
        link.prepare(
            "INSERT INTO keyhook_seen (event_key, lane, seq, received) VALUES (?, ?, ?, ?)");
    seen.setBytes(1, row.key().bytes());
    seen.setBytes(2, row.lane().bytes());
    seen.setLong(3, seq);
    seen.setLong(4, row.received());
    seen.executeUpdate();
  }

  private static void insertEvent(Link link, EventRow row, long seq) throws SQLException {
    PreparedStatement event =
        link.prepare(
            "INSERT INTO keyhook_event (lane, seq, event_key, id, type, sequence, event_time,"
                + " received, readable, credential, headers, body_key, body)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    event.setBytes(1, row.lane().bytes());
    event.setLong(2, seq);
    event.setBytes(3, row.key().bytes());
    event.setString(4, row.id());
    event.setString(5, row.type());
    setLong(event, 6, row.sequence());
    setLong(event, 7, row.time());
    event.setLong(8, row.received());
    event.setBoolean(9, row.isReadable());
    event.setString(10, row.credential());
    event.setString(11, row.headers());
    event.setString(12, row.bodyKey());
    event.setBytes(13, row.body());
    event.executeUpdate();
  }

  private static void setLong(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  private void insertUnreadable(Link link, EventRow row, long seq) throws SQLException {
    PreparedStatement dead =
        link.prepare(
            "INSERT INTO keyhook_dead (lane, seq, attempts, error, died) VALUES (?, ?, 0, ?, "
                + now()
                + ")");
    dead.setBytes(1, row.lane().bytes());
    dead.setLong(2, seq);
    dead.setString(3, Schema.UNREADABLE);
    dead.executeUpdate();
  }

  @Override
  String parameter(LaneUpdate.ColumnType type) {
    return "?";
  }

  @Override
  boolean[] update(Link link, LaneUpdate update, List<Object[]> rows) throws SQLException {
    String oneRow = LaneUpdate.oneRow(this::parameter);
    PreparedStatement lane = link.prepare(update.of(oneRow));
    boolean[] updated = new boolean[rows.size()];
    for (int i = 0; i < updated.length; i++) {
      LaneUpdate.bind(lane, rows.get(i));
      updated[i] = lane.executeUpdate() == 1;
      if (updated[i] && LaneUpdate.hasDeadLetter(rows.get(i))) {
        PreparedStatement dead = link.prepare(update.deadLettersOf(oneRow));
        LaneUpdate.bind(dead, rows.get(i));
        dead.executeUpdate();
      }
    }
    return updated;
  }

  @Override
  List<LaneBatch> claim(Link link, String claim, Binder binder, ClaimLimits limits)
      throws SQLException {
    PreparedStatement statement = link.prepare(claim);
    binder.bind(statement);
    List<LaneClaim> claims = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        claims.add(LaneClaim.read(row));
      }
    }
    return claims.isEmpty()
        ? List.of()
        : read(link, claims, ClaimLimits.eventsOfEach(claims.size()), limits.bytes());
  }

  private static List<LaneBatch> read(
      Link link, List<LaneClaim> claims, int maxPerLane, long maxBytes) throws SQLException {
    PreparedStatement events =
        link.prepare(
            "SELECT "
                + QueuedEvent.COLUMNS
                + " FROM keyhook_event e WHERE e.lane = ? AND e.seq > ? AND e.seq <= ?"
                + " ORDER BY e.seq LIMIT ?");
    List<LaneBatch> batches = new ArrayList<>();
    long bytes = 0;
    for (LaneClaim claim : claims) {
      List<QueuedEvent> read = new ArrayList<>();
      boolean isCut = bytes >= maxBytes;
      if (!isCut) {
        events.setBytes(1, claim.lane().bytes());
        events.setLong(2, claim.done());
        events.setLong(3, claim.tail());
        events.setInt(4, maxPerLane);
        try (ResultSet row = events.executeQuery()) {
          while (!isCut && row.next()) {
            QueuedEvent event = QueuedEvent.read(row, 1);
            read.add(event);
            bytes += event.body().length;
            isCut = bytes >= maxBytes || read.size() == maxPerLane;
          }
        }
      }
      batches.add(LaneBatch.of(claim, read, isCut));
    }
    return batches;
  }

  @Override
  @Nullable Connection openTransaction() {
    return null;
  }

  @Override
  boolean offersTransactions() {
    return false;
  }

  @Override
  boolean isOwner() {
    return ownership != null;
  }

  @Override
  void prepare(TableSetup setup) throws SQLException {
    if (!isOwner()) {
      durable.transact(Schema.SQLITE::check);
      return;
    }
    durable.transact(
        link -> {
          Schema.SQLITE.create(link);
          return Schema.SQLITE.check(link);
        });
    relaxed.transact(
        link -> {
          // This process is the only one, so every lease is stale. The owner column is kept: it
          // marks lanes whose worker vanished.
          link.execute(
              "UPDATE keyhook_lane SET due = "
                  + now()
                  + " WHERE due > "
                  + now()
                  + " AND owner IS NOT NULL");
          return true;
        });
  }

  @Override
  public void close() {
    reads.close();
    durable.close(); // the last connection copies the log into the file
    if (ownership != null) {
      ownership.close();
    }
  }

  @Override
  public String toString() {
    return "SQLite file " + file;
  }
}
