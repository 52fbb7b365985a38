package dev.keyhook.benchmarks.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server with fsync and synchronous_commit on, which the embedded server's defaults
 * switch off.
 */
final class Postgres implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final ProcessHandle process;
  private final AtomicInteger schemas = new AtomicInteger();

  Postgres(Path folder) throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("postgres"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
    // The server is not a child of this process. The first line of this file is its process id.
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
    process = ProcessHandle.of(pid).orElseThrow();
  }

  ProcessHandle process() {
    return process;
  }

  /** Creates an empty schema, and returns its name. */
  String newSchema() throws SQLException {
    String schema = "bench" + schemas.incrementAndGet();
    execute("public", "CREATE SCHEMA " + schema);
    return schema;
  }

  void drop(String schema) throws SQLException {
    execute("public", "DROP SCHEMA " + schema + " CASCADE");
  }

  String url(String schema) {
    return "jdbc:postgresql://localhost:"
        + server.getPort()
        + "/postgres?user=postgres&currentSchema="
        + schema;
  }

  /**
   * Returns a pool of connections.
   *
   * @param isDurable whether commits wait for the disk. If not, a crash of the server may lose the
   *     last commits, which an inbox accepts for claims and plain completions
   */
  HikariDataSource pool(String schema, int size, boolean isDurable) {
    return poolOf(url(schema), size, isDurable);
  }

  static HikariDataSource poolOf(String url, int size, boolean isDurable) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setConnectionTimeout(60_000);
    config.setConnectionInitSql("SET synchronous_commit = " + (isDurable ? "on" : "off"));
    return new HikariDataSource(config);
  }

  void execute(String schema, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(schema));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
