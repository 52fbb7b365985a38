package dev.keyhook.kafka;

import dev.keyhook.inbox.JdbcIdempotency;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteDataSource;

/**
 * A process with a worker, to be killed by tests. It writes a row for each event, in the
 * transaction that deduplicates, and ends by itself at an event with the text {@code deadly}.
 */
final class WorkerMain {

  static final String DEADLY = "deadly";

  private WorkerMain() {}

  /** Arguments: the bootstrap servers, the topic, the URL of the database. */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", args[0]);
    properties.setProperty("session.timeout.ms", "2000");
    properties.setProperty("heartbeat.interval.ms", "500");
    KafkaInboxWorker.of(properties, args[1])
        .singleReplica()
        .maxAttempts(4)
        .threads(4)
        .idempotency(JdbcIdempotency.of(database(args[2])))
        .handle(
            Ring.router()
                .otherwise((ring, context) -> handle(context.transaction(Connection.class), ring))
                .build())
        .start();
  }

  static SQLiteDataSource database(String url) {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl(url);
    return database;
  }

  private static void handle(Connection connection, Ring ring) throws SQLException {
    if (ring.text().equals(DEADLY)) {
      Runtime.getRuntime().halt(1);
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO effect (door, text) VALUES (?, ?)")) {
      insert.setString(1, ring.door());
      insert.setString(2, ring.text());
      insert.executeUpdate();
    }
    LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // so that kills hit a transaction
  }
}
