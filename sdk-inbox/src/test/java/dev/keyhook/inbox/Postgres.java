package dev.keyhook.inbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL server that lives as long as the tests, with a schema for each test. */
final class Postgres {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();
  }

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      return start(Files.createTempDirectory("keyhook-postgres").resolve("data"), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server that keeps its promises; the kit's defaults are without fsync.
   *
   * @param data its files, which may be there already
   * @param port 0 for any
   */
  static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .start();
  }

  /** Returns a data source of the shared server whose connections see a new, empty schema. */
  static PGSimpleDataSource newSchema() throws SQLException {
    return newSchema(Shared.SERVER.getPort());
  }

  static PGSimpleDataSource newSchema(int port) throws SQLException {
    String schema = "test" + SCHEMAS.incrementAndGet();
    PGSimpleDataSource source = source(port, "public");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    return source(port, schema);
  }

  static PGSimpleDataSource source(int port, String schema) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url(port, schema));
    return source;
  }

  static String url(int port, String schema) {
    return "jdbc:postgresql://localhost:"
        + port
        + "/postgres?user=postgres&currentSchema="
        + schema;
  }
}
