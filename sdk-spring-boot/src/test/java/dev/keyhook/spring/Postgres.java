package dev.keyhook.spring;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL server that lives as long as the tests, with a database for each test. */
final class Postgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();
  }

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      // The kit's defaults are without fsync.
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URL of a new, empty database. */
  static String newDatabase() throws SQLException {
    String name = "test" + DATABASES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return url(name);
  }

  /** Executes a statement, or several. */
  static void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns what a query counts. */
  static long count(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Waits until a query counts as many.
   *
   * @throws AssertionError if it does not within two minutes
   */
  static void awaitCount(String database, String sql, long expected) throws Exception {
    Until.holds(expected + " for " + sql, () -> count(database, sql) == expected);
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:"
        + Shared.SERVER.getPort()
        + "/"
        + database
        + "?user=postgres";
  }
}
