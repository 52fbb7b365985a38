package dev.keyhook.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
  private final LaneUpdate report;
  private final String joinedReport;

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
            + ") RETURNING "
            + LaneClaim.COLUMNS;
    renew =
        "UPDATE keyhook_lane SET due = "
            + now
            + " + ? WHERE lane = ?"
            + (isFenced ? " AND owner = ? AND fence = ?" : " AND (owner = ? OR fence = ? OR TRUE)")
            + " AND due IS NOT NULL";
    String takesOver = "(r.ends OR " + isAhead + ")";
    report =
        new LaneUpdate(
            "done = CASE WHEN "
                + takesOver
                + " THEN r.done ELSE l.done END, since = CASE WHEN "
                + takesOver
                + " THEN coalesce(r.handled, l.since) ELSE l.since END, sequence = CASE WHEN "
                + takesOver
                + " THEN coalesce(r.sequence, l.sequence) ELSE l.sequence END,"
                + " attempts = r.attempts, error = CASE WHEN r.ends THEN r.error ELSE l.error END,"
                + " owner = CASE WHEN r.ends THEN NULL ELSE l.owner END,"
                + " suspect = (l.suspect AND NOT r.ends), parked = (l.parked OR r.parked),"
                + " due = CASE WHEN NOT r.ends THEN l.due"
                + " WHEN l.parked OR r.parked OR l.tail <= r.done THEN NULL ELSE "
                + now
                + " + r.delay END",
            isFor + " AND (NOT r.ends OR l.done <= r.done)",
            now);
    joinedReport = report.of(LaneUpdate.oneRow(database::parameter)) + database.endIfStopped();
  }

  /** Claims lanes of an endpoint that are due, and reads their next events. */
  List<LaneBatch> claim(
      Link link, String endpoint, String owner, Duration lease, ClaimLimits limits)
      throws SQLException {
    return database.claim(
        link,
        claim,
        statement -> {
          statement.setString(1, owner);
          statement.setLong(2, lease.toMillis());
          statement.setString(3, endpoint);
          statement.setInt(4, limits.lanes());
        },
        limits);
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
   * Records results and progress of lanes. Progress that is behind what was recorded already
   * changes nothing: a handler's transaction can overtake the reports of the events before.
   *
   * @param results at most one for each lane, in the order in which appends lock lanes: that of
   *     their keys
   * @return for each result whether the claim still held, so that it was recorded
   */
  boolean[] report(Link link, List<LaneResult> results, String owner) throws SQLException {
    return database.update(link, report, results.stream().map(each -> each.row(owner)).toList());
  }

  /**
   * Records progress in the transaction of the handler's writes, as its last statement.
   *
   * @return whether the claim still held; if not, the transaction must be rolled back
   */
  boolean report(Connection transaction, LaneResult progress, String owner) throws SQLException {
    try (PreparedStatement statement = transaction.prepareStatement(joinedReport)) {
      LaneUpdate.bind(statement, progress.row(owner));
      return statement.executeUpdate() == 1;
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

  static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
