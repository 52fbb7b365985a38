package dev.keyhook.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Deletes old rows in small transactions: handled events, lanes without events, ids. Never events
 * that are not handled, dead letters, or their ids.
 */
final class Retention {

  private static final int BATCH = 500;

  private final Database database;
  private final long keepHandledMillis;
  private final long rememberIdsMillis;

  Retention(Database database, Duration keepHandled, Duration rememberIds) {
    this.database = database;
    this.keepHandledMillis = keepHandled.toMillis();
    this.rememberIdsMillis = rememberIds.toMillis();
  }

  /** The position of an event in the order of the scan. */
  private record Position(long received, Key lane, long seq) {}

  /** Deletes all expired rows, unless it is stopped before. */
  void run(BooleanSupplier isStopped) throws SQLException {
    Optional<Position> next = Optional.of(new Position(Long.MIN_VALUE, new Key(0, 0), 0));
    while (next.isPresent() && !isStopped.getAsBoolean()) {
      Position from = next.get();
      List<Position> old = database.search(link -> oldEvents(link, from));
      if (!old.isEmpty()) {
        database.administer(link -> deleteEvents(link, old));
      }
      next = old.size() < BATCH ? Optional.empty() : Optional.of(old.get(old.size() - 1));
    }
    boolean hasMore = true;
    while (hasMore && !isStopped.getAsBoolean()) {
      List<Key> old = database.search(this::oldIds);
      if (!old.isEmpty()) {
        database.administer(link -> deleteIds(link, old));
      }
      hasMore = old.size() == BATCH;
    }
  }

  /** Deletes those events that are handled and are not dead letters. */
  private static boolean deleteEvents(Link link, List<Position> old) throws SQLException {
    PreparedStatement event =
        link.prepare(
            "DELETE FROM keyhook_event WHERE lane = ? AND seq = ?"
                + " AND seq <= (SELECT done FROM keyhook_lane WHERE lane = ?) AND NOT EXISTS"
                + " (SELECT 1 FROM keyhook_dead d WHERE d.lane = ? AND d.seq = ?)");
    Set<Key> lanes = new TreeSet<>();
    for (Position position : old) {
      byte[] lane = position.lane().bytes();
      event.setBytes(1, lane);
      event.setLong(2, position.seq());
      event.setBytes(3, lane);
      event.setBytes(4, lane);
      event.setLong(5, position.seq());
      event.addBatch();
      lanes.add(position.lane());
    }
    event.executeBatch();
    deleteEmptyLanes(link, lanes);
    return true;
  }

  private List<Position> oldEvents(Link link, Position from) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT received, lane, seq FROM keyhook_event WHERE received < "
                + database.now()
                + " - ? AND received >= ? AND (received, lane, seq) > (?, ?, ?)"
                + " ORDER BY received, lane, seq LIMIT ?");
    statement.setLong(1, keepHandledMillis);
    statement.setLong(2, from.received());
    statement.setLong(3, from.received());
    statement.setBytes(4, from.lane().bytes());
    statement.setLong(5, from.seq());
    statement.setInt(6, BATCH);
    List<Position> positions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        positions.add(new Position(row.getLong(1), Key.of(row.getBytes(2)), row.getLong(3)));
      }
    }
    return positions;
  }

  private static void deleteEmptyLanes(Link link, Set<Key> lanes) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "DELETE FROM keyhook_lane WHERE lane = ? AND tail = done AND owner IS NULL"
                + " AND NOT parked"
                + " AND NOT EXISTS (SELECT 1 FROM keyhook_event e WHERE e.lane = ?)");
    for (Key lane : lanes) {
      statement.setBytes(1, lane.bytes());
      statement.setBytes(2, lane.bytes());
      statement.addBatch();
    }
    statement.executeBatch();
  }

  /** Returns old ids whose events are not kept any more. */
  private List<Key> oldIds(Link link) throws SQLException {
    PreparedStatement old =
        link.prepare(
            "SELECT event_key FROM keyhook_seen s WHERE received < "
                + database.now()
                + " - ? AND NOT EXISTS (SELECT 1 FROM keyhook_event e WHERE e.lane = s.lane"
                + " AND e.seq = s.seq AND e.event_key = s.event_key) LIMIT ?");
    old.setLong(1, rememberIdsMillis);
    old.setInt(2, BATCH);
    List<Key> ids = new ArrayList<>();
    try (ResultSet row = old.executeQuery()) {
      while (row.next()) {
        ids.add(Key.of(row.getBytes(1)));
      }
    }
    return ids;
  }

  private static boolean deleteIds(Link link, List<Key> ids) throws SQLException {
    PreparedStatement delete =
        link.prepare(
            "DELETE FROM keyhook_seen WHERE event_key = ? AND NOT EXISTS (SELECT 1"
                + " FROM keyhook_event e WHERE e.lane = keyhook_seen.lane"
                + " AND e.seq = keyhook_seen.seq AND e.event_key = keyhook_seen.event_key)");
    for (Key id : ids) {
      delete.setBytes(1, id.bytes());
      delete.addBatch();
    }
    delete.executeBatch();
    return true;
  }
}
