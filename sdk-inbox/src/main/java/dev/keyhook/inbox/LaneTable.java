package dev.keyhook.inbox;

import dev.keyhook.inbox.LaneUpdate.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims, renews and releases lanes.
 *
 * <p>{@code due} is when a lane may be claimed next: the end of the lease while it is claimed,
 * otherwise null if it has nothing to do or is parked. So a lane whose worker vanished becomes due
 * by itself, and a lane that is parked and resumed while its handler runs is not claimed again.
 */
final class LaneTable {

  private final Database database;
  private final String claim;
  private final String renew;
  private final LaneUpdate release;
  private final LaneUpdate progress;
  private final String joinedProgress;
  private final String deadLetter;

  /**
   * Prepares the statements.
   *
   * @param isFenced whether results of an earlier claim are refused; only a test that shows why
   *     says false
   */
  LaneTable(Database database, boolean isFenced) {
    this.database = database;
    String now = database.now();
    String isFor =
        "l.lane = r.lane" + (isFenced ? " AND l.owner = r.owner AND l.fence = r.fence" : "");
    String isAhead = isFenced ? "l.done < r.done" : "TRUE";
    claim =
        "UPDATE keyhook_lane SET suspect = (owner IS NOT NULL),"
            + " attempts = attempts + CASE WHEN owner IS NULL THEN 0 ELSE 1 END,"
            + " owner = ?, fence = fence + 1, due = "
            + now
            + " + ? WHERE lane IN (SELECT lane FROM keyhook_lane WHERE endpoint = ? AND due <= "
            + now
            + " AND NOT parked ORDER BY due LIMIT ?"
            + database.skipLocked()
            + ") RETURNING lane, subject, fence, done, tail, attempts, suspect, sequence";
    renew =
        "UPDATE keyhook_lane SET due = "
            + now
            + " + ? WHERE lane = ?"
            + (isFenced ? " AND owner = ? AND fence = ?" : " AND (owner = ? OR fence = ? OR TRUE)")
            + " AND due IS NOT NULL";
    release =
        new LaneUpdate(
            "done = r.done, since = coalesce(r.handled, l.since),"
                + " sequence = coalesce(r.sequence, l.sequence), attempts = r.attempts,"
                + " error = r.error, owner = NULL, suspect = FALSE, parked = (l.parked OR r.parked),"
                + " due = CASE WHEN l.parked OR r.parked OR l.tail <= r.done THEN NULL ELSE "
                + now
                + " + r.delay END",
            List.of(
                new LaneUpdate.Column("done", ColumnType.BIGINT),
                new LaneUpdate.Column("handled", ColumnType.BIGINT),
                new LaneUpdate.Column("sequence", ColumnType.BIGINT),
                new LaneUpdate.Column("attempts", ColumnType.BIGINT),
                new LaneUpdate.Column("error", ColumnType.TEXT),
                new LaneUpdate.Column("parked", ColumnType.BOOLEAN),
                new LaneUpdate.Column("delay", ColumnType.BIGINT),
                new LaneUpdate.Column("lane", ColumnType.BYTEA),
                new LaneUpdate.Column("owner", ColumnType.TEXT),
                new LaneUpdate.Column("fence", ColumnType.BIGINT)),
            isFor + " AND l.done <= r.done");
    progress =
        new LaneUpdate(
            "done = CASE WHEN "
                + isAhead
                + " THEN r.done ELSE l.done END, since = CASE WHEN "
                + isAhead
                + " THEN r.handled ELSE l.since END, sequence = CASE WHEN "
                + isAhead
                + " THEN coalesce(r.sequence, l.sequence) ELSE l.sequence END, attempts = 0",
            List.of(
                new LaneUpdate.Column("done", ColumnType.BIGINT),
                new LaneUpdate.Column("handled", ColumnType.BIGINT),
                new LaneUpdate.Column("sequence", ColumnType.BIGINT),
                new LaneUpdate.Column("lane", ColumnType.BYTEA),
                new LaneUpdate.Column("owner", ColumnType.TEXT),
                new LaneUpdate.Column("fence", ColumnType.BIGINT)),
            isFor);
    joinedProgress = progress.ofOneRow(database::parameter) + database.endIfStopped();
    deadLetter =
        "INSERT INTO keyhook_dead (lane, seq, attempts, error, message, died)"
            + " VALUES (?, ?, ?, ?, ?, "
            + now
            + ")";
  }

  /** Claims lanes of an endpoint that are due, those that have waited longest first. */
  List<LaneClaim> claim(Link link, String endpoint, String owner, int maxLanes, Duration lease)
      throws SQLException {
    PreparedStatement statement = link.prepare(claim);
    statement.setString(1, owner);
    statement.setLong(2, lease.toMillis());
    statement.setString(3, endpoint);
    statement.setInt(4, maxLanes);
    List<LaneClaim> claims = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        claims.add(
            new LaneClaim(
                Key.of(row.getBytes(1)),
                endpoint,
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getInt(6),
                row.getBoolean(7),
                nullableLong(row, 8)));
      }
    }
    return claims;
  }

  /**
   * Renews leases.
   *
   * @param claims in the order of their lanes, so that two nodes never wait for each other
   * @return for each claim whether it still holds
   */
  boolean[] renew(Link link, List<LaneClaim> claims, String owner, Duration lease)
      throws SQLException {
    PreparedStatement statement = link.prepare(renew);
    for (LaneClaim claimed : claims) {
      statement.setLong(1, lease.toMillis());
      identify(statement, 2, claimed, owner);
      statement.addBatch();
    }
    return executeBatch(statement, claims.size());
  }

  /**
   * Records the results of lanes, and releases them.
   *
   * @param results in the order of their lanes
   * @return for each result whether the claim still held, so that it was recorded
   */
  boolean[] release(Link link, List<LaneResult> results, String owner) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (LaneResult result : results) {
      rows.add(
          new Object[] {
            result.done(),
            result.handled(),
            result.sequence(),
            (long) result.attempts(),
            result.error(),
            result.isParked(),
            result.delay().toMillis(),
            result.claim().lane().bytes(),
            owner,
            result.claim().fence()
          });
    }
    boolean[] recorded = database.update(link, release, rows);
    for (int i = 0; i < recorded.length; i++) {
      if (recorded[i] && results.get(i).deadLetter() != null) {
        insertDeadLetter(link.prepare(deadLetter), results.get(i));
      }
    }
    return recorded;
  }

  private static void insertDeadLetter(PreparedStatement statement, LaneResult result)
      throws SQLException {
    LaneResult.DeadLetter dead = result.deadLetter();
    if (dead == null) {
      return;
    }
    statement.setBytes(1, result.claim().lane().bytes());
    statement.setLong(2, result.done());
    statement.setInt(3, dead.attempts());
    statement.setString(4, dead.error());
    statement.setString(5, dead.message());
    statement.executeUpdate();
  }

  /** The progress of a lane that stays claimed. */
  record Progress(LaneClaim claim, long done, long handled, @Nullable Long sequence) {}

  /**
   * Records progress of lanes. Progress that is behind what was recorded already changes nothing: a
   * handler's transaction can overtake the reports of the events before.
   *
   * @param all in the order of their lanes
   * @return for each lane whether the claim still held
   */
  boolean[] progress(Link link, List<Progress> all, String owner) throws SQLException {
    return database.update(link, progress, all.stream().map(each -> row(each, owner)).toList());
  }

  /**
   * Records an event as handled in the transaction of the handler's writes, as its last statement.
   *
   * @return whether the claim still held; if not, the transaction must be rolled back
   */
  boolean progress(Connection transaction, Progress each, String owner) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(joinedProgress)) {
      bind(statement, progress, row(each, owner));
      return statement.executeUpdate() == 1;
    }
  }

  private static Object[] row(Progress each, String owner) {
    return new Object[] {
      each.done(),
      each.handled(),
      each.sequence(),
      each.claim().lane().bytes(),
      owner,
      each.claim().fence()
    };
  }

  /** Binds the values of one row. */
  static void bind(PreparedStatement statement, LaneUpdate update, Object[] row)
      throws SQLException {
    for (int i = 0; i < row.length; i++) {
      switch (update.columns().get(i).type()) {
        case BIGINT -> setLong(statement, i + 1, (Long) row[i]);
        case BOOLEAN -> statement.setBoolean(i + 1, (Boolean) row[i]);
        case TEXT -> statement.setString(i + 1, (String) row[i]);
        case BYTEA -> statement.setBytes(i + 1, (byte[]) row[i]);
      }
    }
  }

  /** Binds the fence: lane, owner and number of the claim. */
  private static void identify(
      PreparedStatement statement, int first, LaneClaim claim, String owner) throws SQLException {
    statement.setBytes(first, claim.lane().bytes());
    statement.setString(first + 1, owner);
    statement.setLong(first + 2, claim.fence());
  }

  static boolean[] executeBatch(PreparedStatement statement, int size) throws SQLException {
    int[] counts = statement.executeBatch();
    boolean[] updated = new boolean[size];
    for (int i = 0; i < size; i++) {
      updated[i] = counts[i] == 1 || counts[i] == Statement.SUCCESS_NO_INFO;
    }
    return updated;
  }

  static void setLong(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
