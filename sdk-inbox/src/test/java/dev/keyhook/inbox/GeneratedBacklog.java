package dev.keyhook.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Fills an inbox in PostgreSQL with many events at once, without {@code append}. */
final class GeneratedBacklog {

  private GeneratedBacklog() {}

  /**
   * Adds events with the ids {@code id0}, {@code id1} and so on; event {@code i} is in the lane
   * {@code i % lanes}.
   *
   * @param events a multiple of the number of lanes
   * @param bodySize how many bytes of text each body has
   */
  static void fill(DataSource source, int events, int lanes, int bodySize) throws SQLException {
    String lane = "decode(md5('lane' || i %% %d), 'hex')".formatted(lanes);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "INSERT INTO keyhook_event (lane, seq, event_key, id, type, received, readable,"
              + " credential, headers, body) SELECT "
              + lane
              + ", i / "
              + lanes
              + " + 1, decode(md5('id' || i), 'hex'), 'id' || i, 'ring', "
              + PostgresDatabase.NOW
              + ", TRUE, 'key #1', '', convert_to(concat_ws(E'\\n', 'id' || i, 'ring', 'door' || i % "
              + lanes
              + ", '', repeat('x', "
              + bodySize
              + ")), 'UTF8') FROM generate_series(0, "
              + (events - 1)
              + ") i");
      statement.executeUpdate(
          "INSERT INTO keyhook_seen (event_key, lane, seq, received)"
              + " SELECT decode(md5('id' || i), 'hex'), "
              + lane
              + ", i / "
              + lanes
              + " + 1, "
              + PostgresDatabase.NOW
              + " FROM generate_series(0, "
              + (events - 1)
              + ") i");
      statement.executeUpdate(
          "INSERT INTO keyhook_lane (lane, endpoint, subject, tail, done, due, since) SELECT "
              + lane
              + ", '"
              + Ring.ENDPOINT
              + "', 'door' || i, "
              + events / lanes
              + ", 0, "
              + PostgresDatabase.NOW
              + ", "
              + PostgresDatabase.NOW
              + " FROM generate_series(0, "
              + (lanes - 1)
              + ") i");
      connection.commit();
    }
  }
}
