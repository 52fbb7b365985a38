package dev.keyhook.inbox;

import dev.keyhook.routing.EventContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A table of what handlers have done, written in the transaction of the inbox in PostgreSQL. */
final class Effects {

  private Effects() {}

  static void createTable(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE effect (position bigserial, id text, door text, number int, attempt int)");
    }
  }

  /** Writes a row for a ring whose text is a number. */
  static void write(Ring ring, EventContext context) throws SQLException {
    try (PreparedStatement insert =
        context
            .transaction(Connection.class)
            .prepareStatement(
                "INSERT INTO effect (id, door, number, attempt) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, ring.id());
      insert.setString(2, ring.door());
      insert.setInt(3, Integer.parseInt(ring.text()));
      insert.setInt(4, context.attempt());
      insert.executeUpdate();
    }
  }

  /**
   * Returns the ids in the order in which they were written.
   *
   * @param numbersOfLanes receives the numbers of each door, in the same order
   */
  static List<String> read(DataSource source, Map<String, List<Integer>> numbersOfLanes)
      throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT id, door, number FROM effect ORDER BY position")) {
      while (row.next()) {
        ids.add(row.getString(1));
        numbersOfLanes.computeIfAbsent(row.getString(2), l -> new ArrayList<>()).add(row.getInt(3));
      }
    }
    return ids;
  }
}
