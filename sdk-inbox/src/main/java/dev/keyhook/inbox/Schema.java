package dev.keyhook.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Creates the tables of an inbox, or checks that existing ones fit this version.
 *
 * <p>Later versions only add to them, so that two versions can run side by side. {@code
 * compatible_from} says from which version on a program understands the tables.
 */
final class Schema {

  static final int VERSION = 1;

  static final Schema SQLITE = new Schema("/META-INF/keyhook/inbox/sqlite/V1__keyhook_inbox.sql");
  static final Schema POSTGRESQL =
      new Schema("/META-INF/keyhook/inbox/postgresql/V1__keyhook_inbox.sql");

  /** The error of a dead letter whose body was not readable when it arrived. */
  static final String UNREADABLE = "dev.keyhook.MalformedEventException";

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*$");

  /** One statement for each table that names all its columns. */
  private static final List<String> COLUMNS =
      List.of(
          "SELECT event_key, lane, seq, received FROM keyhook_seen",
          "SELECT lane, endpoint, subject, tail, done, due, since, owner, fence, attempts, suspect,"
              + " parked, error, sequence FROM keyhook_lane",
          "SELECT lane, seq, event_key, replay, id, type, sequence, event_time, received, readable,"
              + " credential, headers, body_key, body FROM keyhook_event",
          "SELECT lane, seq, attempts, error, message, died FROM keyhook_dead");

  private final String resource;

  private Schema(String resource) {
    this.resource = resource;
  }

  static String script(String resource) {
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The file " + resource + " is missing in the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + resource + " cannot be read", e);
    }
  }

  /** Returns the statements of a script, which has semicolons only at their ends. */
  static List<String> statements(String script) {
    return Stream.of(COMMENT.matcher(script).replaceAll("").split(";", -1))
        .filter(sql -> !sql.isBlank())
        .toList();
  }

  /** Returns whether a table exists, without a statement that would end a transaction. */
  static boolean hasTable(Connection connection, String name) throws SQLException {
    try (ResultSet table =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(),
                connection.getSchema(),
                name.replace("_", "\\_"),
                new String[] {"TABLE", "PARTITIONED TABLE"})) {
      return table.next();
    }
  }

  /** Creates the tables, if they are not there yet. */
  boolean create(Link link) throws SQLException {
    if (hasTable(link.connection(), "keyhook_schema")) {
      return false;
    }
    try (Statement statement = link.connection().createStatement()) {
      for (String sql : statements(script(resource))) {
        statement.execute(sql);
      }
    }
    return true;
  }

  /**
   * Checks the version and the columns.
   *
   * @throws IllegalStateException if they do not fit; the message says what to do
   */
  boolean check(Link link) throws SQLException {
    Connection connection = link.connection();
    if (!hasTable(connection, "keyhook_schema")) {
      throw new IllegalStateException(
          "The tables of the inbox are missing. Run the script "
              + resource.substring(1)
              + " with Flyway, Liquibase or psql, or call createTables() on the builder:\n"
              + script(resource));
    }
    checkVersion(connection);
    for (String columns : COLUMNS) {
      try (PreparedStatement statement = connection.prepareStatement(columns + " WHERE 1 = 0")) {
        statement.executeQuery().close();
      } catch (SQLException e) {
        throw new IllegalStateException(
            "The tables of the inbox differ from "
                + resource.substring(1)
                + "; this statement failed: "
                + columns,
            e);
      }
    }
    return true;
  }

  private static void checkVersion(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT compatible_from FROM keyhook_schema");
        ResultSet row = statement.executeQuery()) {
      int compatibleFrom = row.next() ? row.getInt(1) : Integer.MAX_VALUE;
      if (compatibleFrom > VERSION) {
        throw new IllegalStateException(
            "The tables of the inbox were changed by a newer Keyhook and need schema version "
                + compatibleFrom
                + "; this one has version "
                + VERSION
                + ". Update Keyhook");
      }
    }
  }
}
