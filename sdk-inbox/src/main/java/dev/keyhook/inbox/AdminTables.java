package dev.keyhook.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The statements of {@link InboxAdmin}. */
final class AdminTables {

  private static final String FROM =
      " FROM keyhook_event e JOIN keyhook_lane l ON l.lane = e.lane"
          + " LEFT JOIN keyhook_dead d ON d.lane = e.lane AND d.seq = e.seq WHERE TRUE";

  private final Database database;
  private final String now;

  AdminTables(Database database) {
    this.database = database;
    this.now = database.now();
  }

  // ---- Reading

  long sizeBytes(Link link) throws SQLException {
    try (ResultSet row = link.prepare("SELECT " + database.size()).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A WHERE clause with its values. */
  private static final class Where {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    void and(String condition, Object... parameters) {
      sql.append(" AND ").append(condition);
      values.addAll(List.of(parameters));
    }

    void bind(PreparedStatement statement) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
    }
  }

  private static Where where(Link link, InboxFilter filter) throws SQLException {
    Where where = new Where();
    String endpoint = filter.endpoint();
    String id = filter.id();
    String subject = filter.subject();
    if (endpoint != null) {
      where.and("l.endpoint = ?", endpoint);
    }
    if (id != null) {
      addKeys(where, id, endpoint == null ? endpoints(link) : List.of(endpoint));
    }
    if (filter.lane() != null) {
      where.and("e.lane = ?", Key.ofHex(filter.lane()).bytes());
    }
    if (filter.position() != null) {
      where.and("e.seq = ?", filter.position());
    }
    if (subject != null) {
      addLanes(where, subject, endpoint == null ? endpoints(link) : List.of(endpoint));
    }
    if (filter.type() != null) {
      where.and("e.type = ?", String.valueOf(EventRow.text(filter.type())));
    }
    if (filter.since() != null) {
      where.and("e.received >= ?", EventRow.millis(filter.since()));
    }
    if (filter.until() != null) {
      where.and("e.received < ?", EventRow.millis(filter.until()));
    }
    if (filter.isDeadLetter()) {
      where.and("d.lane IS NOT NULL");
    }
    return where;
  }

  private static void addKeys(Where where, String id, List<String> endpoints) {
    List<Object> keys = new ArrayList<>();
    endpoints.forEach(endpoint -> keys.add(Key.ofEvent(endpoint, id).bytes()));
    where.and(
        "EXISTS (SELECT 1 FROM keyhook_seen s WHERE s.lane = e.lane AND s.seq = e.seq"
            + " AND s.event_key = e.event_key AND s.event_key IN ("
            + placeholders(keys.size())
            + ")) AND e.event_key IN ("
            + placeholders(keys.size())
            + ")",
        concat(keys, keys));
  }

  private static void addLanes(Where where, String subject, List<String> endpoints) {
    List<Object> lanes = new ArrayList<>();
    endpoints.forEach(endpoint -> lanes.add(Key.ofLane(endpoint, subject).bytes()));
    where.and("e.lane IN (" + placeholders(lanes.size()) + ")", lanes.toArray());
  }

  private static Object[] concat(List<Object> first, List<Object> second) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(second);
    return all.toArray();
  }

  private static String placeholders(int count) {
    return count == 0 ? "NULL" : "?" + ", ?".repeat(count - 1);
  }

  private static List<String> endpoints(Link link) throws SQLException {
    List<String> endpoints = new ArrayList<>();
    try (ResultSet row =
        link.prepare("SELECT DISTINCT endpoint FROM keyhook_lane").executeQuery()) {
      while (row.next()) {
        endpoints.add(row.getString(1));
      }
    }
    return endpoints;
  }

  long count(Link link, InboxFilter filter) throws SQLException {
    Where where = where(link, filter);
    PreparedStatement statement = link.prepare("SELECT count(*)" + FROM + where.sql);
    where.bind(statement);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Reads events in the order of their arrival, after one of them. */
  List<InboxEvent> page(Link link, InboxFilter filter, Optional<InboxEvent> after, int limit)
      throws SQLException {
    Where where = where(link, filter);
    if (after.isPresent()) {
      InboxEvent last = after.get();
      long received = EventRow.millis(last.receivedAt());
      where.and(
          "e.received >= ? AND (e.received, e.lane, e.seq) > (?, ?, ?)",
          received,
          received,
          Key.ofHex(last.lane()).bytes(),
          last.position());
    }
    PreparedStatement statement =
        link.prepare(
            "SELECT l.endpoint, e.id, e.type, l.subject, e.lane, e.seq, l.done, l.parked, d.lane,"
                + " d.attempts, d.error, d.message, l.attempts, l.error, e.received, e.event_time,"
                + " e.sequence, e.replay, e.readable, e.credential, e.headers, e.body_key,"
                + " length(e.body)"
                + FROM
                + where.sql
                + " ORDER BY e.received, e.lane, e.seq LIMIT ?");
    where.bind(statement);
    statement.setInt(where.values.size() + 1, limit);
    List<InboxEvent> events = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        events.add(event(row));
      }
    }
    return events;
  }

  private static InboxEvent event(ResultSet row) throws SQLException {
    long seq = row.getLong(6);
    InboxEvent.State state = state(row, seq);
    boolean isDead = state == InboxEvent.State.DEAD_LETTER;
    boolean isHandled = state == InboxEvent.State.HANDLED;
    Long time = LaneTable.nullableLong(row, 16);
    Long sequence = LaneTable.nullableLong(row, 17);
    return new InboxEvent(
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        Optional.ofNullable(row.getString(3)),
        Optional.ofNullable(row.getString(4)),
        Key.of(row.getBytes(5)).hex(),
        seq,
        state,
        isDead ? row.getInt(10) : isHandled ? 0 : row.getInt(13),
        Optional.ofNullable(isDead ? row.getString(11) : isHandled ? null : row.getString(14)),
        Optional.ofNullable(row.getString(12)),
        Instant.ofEpochMilli(row.getLong(15)),
        Optional.ofNullable(time).map(Instant::ofEpochMilli),
        sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence),
        row.getLong(18) > 0,
        row.getBoolean(19),
        row.getString(20),
        Headers.decode(row.getString(21)),
        Optional.ofNullable(row.getString(22)),
        row.getLong(23));
  }

  private static InboxEvent.State state(ResultSet row, long seq) throws SQLException {
    if (row.getBytes(9) != null) {
      return InboxEvent.State.DEAD_LETTER;
    }
    if (seq <= row.getLong(7)) {
      return InboxEvent.State.HANDLED;
    }
    return row.getBoolean(8) ? InboxEvent.State.PARKED : InboxEvent.State.WAITING;
  }

  Optional<byte[]> body(Link link, InboxEvent event, BodyCipher cipher) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT event_key, body_key, body FROM keyhook_event WHERE lane = ? AND seq = ?");
    identify(statement, 1, event);
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(cipher.open(Key.of(row.getBytes(1)), row.getString(2), row.getBytes(3)))
          : Optional.empty();
    }
  }

  private static void identify(PreparedStatement statement, int first, InboxEvent event)
      throws SQLException {
    statement.setBytes(first, Key.ofHex(event.lane()).bytes());
    statement.setLong(first + 1, event.position());
  }

  // ---- Changing

  /**
   * Appends a copy of an event to its lane. An unreadable body has no lane, and gets one of its
   * own.
   */
  boolean replay(Link link, InboxEvent event) throws SQLException {
    Key lane = Key.ofHex(event.lane());
    Key target = event.isReadable() ? lane : laneOfUnreadable(lane, event);
    long seq = extend(link, target, event);
    PreparedStatement copy =
        link.prepare(
            "INSERT INTO keyhook_event (lane, seq, event_key, replay, id, type, sequence,"
                + " event_time, received, readable, credential, headers, body_key, body)"
                + " SELECT ?, ?, event_key, "
                + now
                + ", id, type, sequence, event_time, received, readable, credential, headers,"
                + " body_key, body FROM keyhook_event WHERE lane = ? AND seq = ?");
    copy.setBytes(1, target.bytes());
    copy.setLong(2, seq);
    identify(copy, 3, event);
    boolean isKept = copy.executeUpdate() == 1;
    if (isKept) {
      rememberCopy(link, target, seq);
      discardDeadLetter(link, event);
    }
    return isKept; // otherwise a gap in its lane remains
  }

  private static Key laneOfUnreadable(Key lane, InboxEvent event) {
    return new Key(lane.high(), lane.low() ^ event.position()).laneOfItsOwn();
  }

  private long extend(Link link, Key lane, InboxEvent event) throws SQLException {
    PreparedStatement extend =
        link.prepare(
            "INSERT INTO keyhook_lane AS l (lane, endpoint, subject, tail, done, due, since)"
                + " VALUES (?, ?, ?, 1, 0, "
                + now
                + ", "
                + now
                + ") ON CONFLICT (lane) DO UPDATE SET tail = l.tail + 1,"
                + " since = CASE WHEN l.tail = l.done THEN excluded.since ELSE l.since END,"
                + " due = CASE WHEN l.parked THEN l.due ELSE coalesce(l.due, excluded.due) END"
                + " RETURNING tail");
    extend.setBytes(1, lane.bytes());
    extend.setString(2, event.endpoint());
    extend.setString(3, event.subject().orElse(null));
    try (ResultSet row = extend.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The id is remembered for as long as its newest copy is kept. */
  private static void rememberCopy(Link link, Key lane, long seq) throws SQLException {
    PreparedStatement seen =
        link.prepare(
            "INSERT INTO keyhook_seen (event_key, lane, seq, received)"
                + " SELECT event_key, lane, seq, received FROM keyhook_event"
                + " WHERE lane = ? AND seq = ?"
                + " ON CONFLICT (event_key) DO UPDATE SET lane = excluded.lane, seq = excluded.seq");
    seen.setBytes(1, lane.bytes());
    seen.setLong(2, seq);
    seen.executeUpdate();
  }

  /** Makes the lane of a waiting event due now; false if the lane is running. */
  boolean retryNow(Link link, InboxEvent event) throws SQLException {
    PreparedStatement retry =
        link.prepare(
            "UPDATE keyhook_lane SET due = "
                + now
                + ", attempts = CASE WHEN parked THEN 0 ELSE attempts END, parked = FALSE"
                + " WHERE lane = ? AND (owner IS NULL OR due <= "
                + now
                + ") AND (parked OR due > "
                + now
                + ")"
                + IS_FIRST);
    retry.setBytes(1, Key.ofHex(event.lane()).bytes());
    bindIsFirst(retry, 2, event);
    return retry.executeUpdate() == 1;
  }

  /** The event is the next of its lane. */
  private static final String IS_FIRST =
      " AND done < ? AND NOT EXISTS (SELECT 1 FROM keyhook_event e"
          + " WHERE e.lane = ? AND e.seq > done AND e.seq < ?)";

  private static void bindIsFirst(PreparedStatement statement, int first, InboxEvent event)
      throws SQLException {
    statement.setLong(first, event.position());
    statement.setBytes(first + 1, Key.ofHex(event.lane()).bytes());
    statement.setLong(first + 2, event.position());
  }

  boolean discardDeadLetter(Link link, InboxEvent event) throws SQLException {
    PreparedStatement delete = link.prepare("DELETE FROM keyhook_dead WHERE lane = ? AND seq = ?");
    identify(delete, 1, event);
    return delete.executeUpdate() == 1;
  }

  /** Resumes a parked lane without its first event. */
  boolean discardFirstOfParked(Link link, InboxEvent event) throws SQLException {
    PreparedStatement skip =
        link.prepare(
            "UPDATE keyhook_lane SET done = ?, attempts = 0, error = NULL, parked = FALSE,"
                + " owner = NULL,"
                + " due = CASE WHEN tail > ? THEN "
                + now
                + " END WHERE lane = ? AND (owner IS NULL OR due <= "
                + now
                + ") AND parked"
                + IS_FIRST);
    skip.setLong(1, event.position());
    skip.setLong(2, event.position());
    skip.setBytes(3, Key.ofHex(event.lane()).bytes());
    bindIsFirst(skip, 4, event);
    return skip.executeUpdate() == 1;
  }

  /** Deletes an event that does not wait. */
  boolean delete(Link link, InboxEvent event) throws SQLException {
    discardDeadLetter(link, event);
    PreparedStatement delete =
        link.prepare(
            "DELETE FROM keyhook_event WHERE lane = ? AND seq = ?"
                + " AND seq <= (SELECT done FROM keyhook_lane WHERE lane = ?)");
    identify(delete, 1, event);
    delete.setBytes(3, Key.ofHex(event.lane()).bytes());
    return delete.executeUpdate() == 1;
  }

  boolean park(Link link, String endpoint, String subject) throws SQLException {
    PreparedStatement park =
        link.prepare(
            "INSERT INTO keyhook_lane AS l (lane, endpoint, subject, tail, done, since, parked)"
                + " VALUES (?, ?, ?, 0, 0, "
                + now
                + ", TRUE) ON CONFLICT (lane) DO UPDATE SET parked = TRUE,"
                + " due = CASE WHEN l.owner IS NULL THEN NULL ELSE l.due END");
    park.setBytes(1, Key.ofLane(endpoint, subject).bytes());
    park.setString(2, endpoint);
    park.setString(3, EventRow.text(subject));
    return park.executeUpdate() == 1;
  }

  boolean resume(Link link, Key lane) throws SQLException {
    PreparedStatement resume =
        link.prepare(
            "UPDATE keyhook_lane SET parked = FALSE, attempts = 0,"
                + " due = CASE WHEN owner IS NOT NULL THEN due WHEN tail > done THEN "
                + now
                + " END WHERE lane = ? AND parked");
    resume.setBytes(1, lane.bytes());
    return resume.executeUpdate() == 1;
  }
}
