package dev.keyhook.inbox;

import dev.keyhook.routing.InboxListener.Backlog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the backlog of each endpoint from its lanes and dead letters, without reading events.
 */
final class Backlogs {

  private static final long UNATTENDED_MILLIS = Duration.ofMinutes(1).toMillis();

  private Backlogs() {}

  static List<Backlog> read(Link link, Database database) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT endpoint, sum(events), sum(lanes), sum(parked), min(since), sum(dead),"
                + " max(unattended), "
                + database.now()
                + " FROM (SELECT endpoint, sum(tail - done) AS events, count(*) AS lanes,"
                + " 0 AS parked, min(since) AS since, 0 AS dead,"
                + " max(CASE WHEN due < "
                + database.now()
                + " - ? THEN 1 ELSE 0 END) AS unattended"
                + " FROM keyhook_lane WHERE due IS NOT NULL AND NOT parked GROUP BY endpoint"
                + " UNION ALL SELECT endpoint, sum(tail - done), count(*), count(*), min(since),"
                + " 0, 0 FROM keyhook_lane WHERE parked GROUP BY endpoint"
                + " UNION ALL SELECT l.endpoint, 0, 0, 0, NULL, count(*), 0"
                + " FROM keyhook_dead d JOIN keyhook_lane l ON l.lane = d.lane"
                + " GROUP BY l.endpoint) AS counts GROUP BY endpoint ORDER BY endpoint");
    statement.setLong(1, UNATTENDED_MILLIS);
    List<Backlog> backlogs = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Long since = LaneTable.nullableLong(row, 5);
        long age = since == null ? 0 : Math.max(0, row.getLong(8) - since);
        backlogs.add(
            new Backlog(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                Duration.ofMillis(age),
                row.getLong(6),
                row.getInt(7) == 1));
      }
    }
    return backlogs;
  }
}
