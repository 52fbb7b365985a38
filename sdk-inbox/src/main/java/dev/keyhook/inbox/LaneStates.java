package dev.keyhook.inbox;

import dev.keyhook.inbox.InboxLane.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the lanes that wait, without reading events. */
final class LaneStates {

  private LaneStates() {}

  /** Reads the lanes whose oldest event has waited longest. */
  static List<InboxLane> read(Link link, Database database, int limit) throws SQLException {
    PreparedStatement statement =
        link.prepare(
            "SELECT endpoint, subject, lane, tail - done, since, due, owner, parked, attempts,"
                + " error, "
                + database.now()
                + " FROM keyhook_lane WHERE due IS NOT NULL OR parked"
                + " ORDER BY since, lane LIMIT ?");
    statement.setInt(1, limit);
    List<InboxLane> lanes = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        lanes.add(lane(row));
      }
    }
    return lanes;
  }

  private static InboxLane lane(ResultSet row) throws SQLException {
    long events = row.getLong(4);
    long now = row.getLong(11);
    Long due = LaneTable.nullableLong(row, 6);
    long millisUntilDue = due == null ? 0 : Math.max(0, due - now);
    State state = state(row.getBoolean(8), millisUntilDue > 0, row.getString(7) != null);
    return new InboxLane(
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        Key.of(row.getBytes(3)).hex(),
        state,
        events,
        Duration.ofMillis(events == 0 ? 0 : Math.max(0, now - row.getLong(5))),
        row.getInt(9),
        Optional.ofNullable(row.getString(10)),
        Duration.ofMillis(state == State.BACKING_OFF ? millisUntilDue : 0));
  }

  private static State state(boolean isParked, boolean isLater, boolean isOwned) {
    if (isParked) {
      return State.PARKED;
    } else if (!isLater) {
      return State.DUE;
    }
    return isOwned ? State.RUNNING : State.BACKING_OFF;
  }
}
