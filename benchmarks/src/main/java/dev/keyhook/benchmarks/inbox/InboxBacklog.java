package dev.keyhook.benchmarks.inbox;

import com.zaxxer.hikari.HikariDataSource;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.store.InboxEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An inbox with a backlog. The events are stored once; each turn resets the lanes. */
final class InboxBacklog implements Backlog {

  private static final String REWIND =
      "UPDATE keyhook_lane SET done = 0, due = 0, owner = NULL, suspect = FALSE, attempts = 0"
          + " WHERE subject NOT LIKE 'stuck%'";

  private final JdbcInbox inbox;
  private final String url;
  private final HikariDataSource pool;

  private InboxBacklog(JdbcInbox inbox, String url, HikariDataSource pool) {
    this.inbox = inbox;
    this.url = url;
    this.pool = pool;
  }

  static InboxBacklog inPostgres(String url) throws SQLException {
    HikariDataSource pool = Postgres.poolOf(url, WORKERS + 6, true);
    return new InboxBacklog(
        JdbcInbox.builder(pool).createTables().appendTimeout(Duration.ofMinutes(1)).open(),
        url,
        pool);
  }

  static InboxBacklog inSqlite(Path file) {
    return new InboxBacklog(
        JdbcInbox.builder(file).appendTimeout(Duration.ofMinutes(1)).open(),
        "jdbc:sqlite:" + file,
        null);
  }

  /** Stores events, round robin over the lanes. */
  InboxBacklog fill(String name, int events, int lanes) {
    List<InboxEntry> entries = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      entries.add(new Job(name + "-" + i, name + "-" + i % lanes, i / lanes).entry());
      if (entries.size() == 1000 || i == events - 1) {
        inbox.append(entries);
        entries.clear();
      }
    }
    return this;
  }

  /** Stores events, each in a separate lane that waits for a retry in an hour. */
  InboxBacklog fillStuck(int events) throws SQLException {
    fill("stuck", events, events);
    execute(
        "UPDATE keyhook_lane SET attempts = 5, error = 'IOException', due = "
            + (System.currentTimeMillis() + Duration.ofHours(1).toMillis())
            + " WHERE subject LIKE 'stuck%'");
    return this;
  }

  @Override
  public void refill() throws SQLException {
    execute(REWIND);
    if (pool != null) {
      execute("VACUUM ANALYZE");
      execute("CHECKPOINT");
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Workers start(CountDownLatch handled) {
    InboxWorker worker =
        InboxWorker.of(inbox)
            .threads(WORKERS)
            .handle(Job.router().otherwise(job -> handled.countDown()).build())
            .start();
    return worker::close;
  }

  /** Returns the same backlog with a handler that writes a row in the inbox's transaction. */
  Backlog joined() throws SQLException {
    execute(Effects.TABLE);
    return new Backlog() {
      @Override
      public void refill() throws SQLException {
        execute("TRUNCATE effect");
        InboxBacklog.this.refill();
      }

      @Override
      public Workers start(CountDownLatch handled) {
        InboxWorker worker =
            InboxWorker.of(inbox)
                .threads(WORKERS)
                .handle(
                    Job.router()
                        .otherwise(
                            (job, context) -> {
                              Effects.insert(context.transaction(Connection.class), job.id());
                              handled.countDown();
                            })
                        .build())
                .start();
        return worker::close;
      }

      @Override
      public void close() {
        InboxBacklog.this.close();
      }
    };
  }

  @Override
  public void close() {
    inbox.close();
    if (pool != null) {
      pool.close();
    }
  }

  /** The handlers' writes to a table of the application. */
  static final class Effects {

    static final String TABLE =
        "CREATE TABLE IF NOT EXISTS effect (id text NOT NULL, written timestamptz NOT NULL"
            + " DEFAULT now())";

    private Effects() {}

    static void insert(Connection connection, String id) throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO effect (id) VALUES (?)")) {
        insert.setString(1, id);
        insert.executeUpdate();
      }
    }
  }
}
