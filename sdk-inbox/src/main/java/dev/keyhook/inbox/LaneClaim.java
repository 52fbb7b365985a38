package dev.keyhook.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The right of one worker to handle the events of a lane after {@code done}, up to {@code tail},
 * until its lease ends.
 *
 * @param fence rises with each claim of the lane, so that results of an earlier one are refused
 * @param attempts how many attempts of the first event failed
 * @param isSuspect whether the last worker vanished with the lane: its event may be the reason
 * @param sequence the highest sequence that was handled
 */
record LaneClaim(
    Key lane,
    String endpoint,
    @Nullable String subject,
    long fence,
    long done,
    long tail,
    int attempts,
    boolean isSuspect,
    @Nullable Long sequence) {

  static final String COLUMNS =
      "lane, endpoint, subject, fence, done, tail, attempts, suspect, sequence";

  /** Reads the {@link #COLUMNS}, with which the row begins. */
  static LaneClaim read(ResultSet row) throws SQLException {
    return new LaneClaim(
        Key.of(row.getBytes(1)),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getInt(7),
        row.getBoolean(8),
        LaneTable.nullableLong(row, 9));
  }
}
