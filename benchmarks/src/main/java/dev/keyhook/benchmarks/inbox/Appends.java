package dev.keyhook.benchmarks.inbox;

import com.zaxxer.hikari.HikariDataSource;
import dev.keyhook.inbox.JdbcInbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Measures producers that store one event at a time, and wait until it is on disk. */
final class Appends {

  static final String INBOX_POSTGRES = "**inbox, PostgreSQL**, one connection";
  static final String SINGLE_POSTGRES = "PostgreSQL, an INSERT per transaction";
  static final String INBOX_SQLITE = "**inbox, SQLite**";
  static final String SINGLE_SQLITE = "SQLite, an INSERT per transaction";
  static final String FILE = "file, fsync for each";
  static final String FILE_GROUP = "file, group commit";

  private static final int LANES = 1_000;

  /** Shared by all producers, so that ids are unique. */
  private static final AtomicLong IDS = new AtomicLong();

  private final Postgres postgres;
  private final Path folder;
  private final long millis;

  Appends(Postgres postgres, Path folder, long millis) {
    this.postgres = postgres;
    this.folder = folder;
    this.millis = millis;
  }

  /** Stores a job. The job is on disk on return. */
  @FunctionalInterface
  interface Appender {
    void append(Job job) throws Exception;
  }

  /** Runs all contestants with the given number of producers, each on empty tables. */
  Race race(int producers, int rounds) throws Exception {
    String schema = postgres.newSchema();
    Path files = Files.createDirectory(folder.resolve("append" + producers));
    try (HikariDataSource few = postgres.pool(schema, 6, true);
        HikariDataSource many = postgres.pool(schema, producers, true);
        JdbcInbox inPostgres = JdbcInbox.builder(few).createTables().open();
        JdbcInbox inSqlite = JdbcInbox.file(files.resolve("inbox.db"));
        SingleSqlite sqlite = new SingleSqlite(files.resolve("single.db"));
        FileChannel file = channel(files.resolve("single.log"));
        FileGroup group = new FileGroup(channel(files.resolve("group.log")))) {
      postgres.execute(
          schema,
          "CREATE TABLE received (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " id text NOT NULL UNIQUE, lane text NOT NULL, type text NOT NULL,"
              + " received timestamptz NOT NULL DEFAULT now(), body bytea NOT NULL)");
      ReentrantLock lock = new ReentrantLock(true);
      Race race = new Race();
      add(race, INBOX_POSTGRES, producers, job -> inPostgres.append(List.of(job.entry())));
      add(race, SINGLE_POSTGRES, producers, job -> insert(many, job));
      add(race, INBOX_SQLITE, producers, job -> inSqlite.append(List.of(job.entry())));
      add(race, SINGLE_SQLITE, producers, sqlite::append);
      add(
          race,
          FILE,
          producers,
          job -> {
            lock.lock();
            try {
              write(file, job.body());
              file.force(false);
            } finally {
              lock.unlock();
            }
          });
      add(race, FILE_GROUP, producers, group::append);
      race.run(4, rounds); // with 32 threads on two processors, the JIT compiler needs more rounds
      return race;
    } finally {
      postgres.drop(schema);
    }
  }

  private void add(Race race, String name, int producers, Appender appender) {
    race.add(name, () -> measure(producers, millis, () -> new Stopwatch(postgres), appender));
  }

  /** Lets producers store jobs for a time, each one job after the other. */
  static Rate measure(int producers, long millis, Supplier<Stopwatch> start, Appender appender)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    try {
      Stopwatch watch = start.get();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < producers; i++) {
        running.add(
            threads.submit(
                () -> {
                  long count = 0;
                  while (System.nanoTime() < end) {
                    long id = IDS.incrementAndGet();
                    appender.append(new Job("job-" + id, "lane-" + id % LANES, id));
                    count++;
                  }
                  return count;
                }));
      }
      long count = 0;
      for (Future<Long> producer : running) {
        count += producer.get();
      }
      return watch.rate(count);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void insert(HikariDataSource source, Job job) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO received (id, lane, type, body) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING")) {
      bind(insert, job);
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, Job job) throws SQLException {
    insert.setString(1, job.id());
    insert.setString(2, job.lane());
    insert.setString(3, job.type());
    insert.setBytes(4, job.body());
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void write(FileChannel file, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  /** One connection behind a fair lock, because several SQLite writers stall each other. */
  private static final class SingleSqlite implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement insert;
    private final ReentrantLock lock = new ReentrantLock(true);

    SingleSqlite(Path file) throws SQLException {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute(
            "CREATE TABLE received (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                + " lane TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL)");
      }
      insert =
          connection.prepareStatement(
              "INSERT OR IGNORE INTO received (id, lane, type, body) VALUES (?, ?, ?, ?)");
    }

    void append(Job job) throws SQLException {
      lock.lock();
      try {
        bind(insert, job);
        insert.executeUpdate();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** The lower bound for a group commit: one write and one fsync for all waiting producers. */
  private static final class FileGroup implements AutoCloseable {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(byte[] body, CompletableFuture<Void> isStored) {}

    private final FileChannel file;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "file-group");

    FileGroup(FileChannel file) {
      this.file = file;
      thread.start();
    }

    void append(Job job) {
      Waiting waiting = new Waiting(job.body(), new CompletableFuture<>());
      queue.add(waiting);
      waiting.isStored().join();
    }

    private void run() {
      try {
        while (true) {
          List<Waiting> group = new ArrayList<>(List.of(queue.take()));
          queue.drainTo(group, 999);
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          for (Waiting waiting : group) {
            bytes.write(waiting.body());
          }
          write(file, bytes.toByteArray());
          file.force(false);
          group.forEach(waiting -> waiting.isStored().complete(null));
        }
      } catch (InterruptedException | IOException e) {
        queue.forEach(waiting -> waiting.isStored().completeExceptionally(e));
      }
    }

    @Override
    public void close() throws IOException {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      file.close();
    }
  }
}
