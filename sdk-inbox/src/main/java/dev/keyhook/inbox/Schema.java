package dev.keyhook.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of an inbox: creates them, or checks that those that are there fit this version.
 *
 * <p>Later versions only add to them, so that two versions can run side by side. {@code
 * compatible_from} says from which version on a program understands the tables.
 */
final class Schema {

  static final int VERSION = 1;

  static final String SQLITE = "/META-INF/keyhook/inbox/sqlite/V1__keyhook_inbox.sql";
  static final String POSTGRESQL = "/META-INF/keyhook/inbox/postgresql/V1__keyhook_inbox.sql";

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

  private Schema() {}

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

  /** Runs a script, if its tables are not there yet. */
  static boolean create(Link link, String resource) throws SQLException {
    if (tablesExist(link)) {
      return false;
    }
    try (Statement statement = link.connection().createStatement()) {
      for (String sql : COMMENT.matcher(script(resource)).replaceAll("").split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
    return true;
  }

  private static boolean tablesExist(Link link) throws SQLException {
    // The metadata, since a failed SELECT would end PostgreSQL's transaction.
    try (ResultSet table =
        link.connection()
            .getMetaData()
            .getTables(
                link.connection().getCatalog(),
                link.connection().getSchema(),
                "keyhook\\_schema",
                new String[] {"TABLE"})) {
      return table.next();
    }
  }

  /**
   * Checks the version and the columns.
   *
   * @throws IllegalStateException if they do not fit; the message says what to do
   */
  static boolean check(Link link) throws SQLException {
    int compatibleFrom;
    try (PreparedStatement statement =
            link.connection().prepareStatement("SELECT compatible_from FROM keyhook_schema");
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("The table keyhook_schema is empty; " + RUN_SCRIPT);
      }
      compatibleFrom = row.getInt(1);
    }
    if (compatibleFrom > VERSION) {
      throw new IllegalStateException(
          "The tables of the inbox were changed by a newer Keyhook, for versions from "
              + compatibleFrom
              + " on; this one knows version "
              + VERSION
              + ". Update Keyhook");
    }
    for (String columns : COLUMNS) {
      try (PreparedStatement statement =
          link.connection().prepareStatement(columns + " WHERE 1 = 0")) {
        statement.executeQuery().close();
      } catch (SQLException e) {
        throw new IllegalStateException(
            "The tables of the inbox are not as expected; this statement failed: " + columns, e);
      }
    }
    return true;
  }

  private static final String RUN_SCRIPT = "run META-INF/keyhook/inbox/postgresql again";
}
