package dev.keyhook.kafka;

import dev.keyhook.inbox.JdbcIdempotency;
import dev.keyhook.store.Idempotency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A worker in a separate process, which writes a row for each event in its transaction. */
final class WorkerProcess {

  private final List<String> arguments;
  private final Path folder;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder for its output and the log of {@link #results}
   * @param protocol Kafka's {@code group.protocol}
   */
  WorkerProcess(Path folder, Properties properties, String topic, String url, String protocol)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.arguments =
        List.of(
            properties.getProperty("bootstrap.servers"),
            topic,
            url,
            protocol,
            folder.resolve("results.txt").toString());
    start();
  }

  private void start() throws IOException {
    process =
        JavaProcess.start(
            folder.resolve("output.txt"), "128m", WorkerProcess.class.getName(), arguments);
  }

  /** Ends it as {@code kill -9} does, and starts it again. */
  void killAndRestart() throws IOException {
    kill();
    start();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Returns whether it still runs after a moment. */
  boolean isAliveForAMoment() {
    try {
      return !process.waitFor(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns how each attempt that reached the database ended, a line each. */
  List<String> results() throws IOException {
    Path file = folder.resolve("results.txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** What the process runs. Arguments as in {@link #arguments}. */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", args[0]);
    properties.setProperty("group.protocol", args[3]);
    if (args[3].equals("classic")) {
      properties.setProperty("session.timeout.ms", "6000");
      properties.setProperty("heartbeat.interval.ms", "1500");
    }
    Idempotency database = JdbcIdempotency.of(new ThreadConnections(args[2]));
    Path results = Path.of(args[4]);
    KafkaInboxWorker.of(properties, args[1])
        .idempotency(
            (endpoint, key, work) -> {
              Idempotency.Result result = database.once(endpoint, key, work);
              Files.writeString(
                  results,
                  result + "\n",
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND);
              return result;
            })
        .handle(
            Ring.router()
                .otherwise((ring, context) -> insert(context.transaction(Connection.class), ring))
                .build())
        .start();
    Thread.currentThread().join();
  }

  private static void insert(Connection connection, Ring ring) throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO effect (id, door, number) VALUES (?, ?, ?)")) {
      insert.setString(1, ring.id());
      insert.setString(2, ring.door());
      insert.setInt(3, Integer.parseInt(ring.text()));
      insert.executeUpdate();
    }
  }
}
