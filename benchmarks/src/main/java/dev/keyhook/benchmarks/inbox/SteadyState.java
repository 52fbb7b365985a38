package dev.keyhook.benchmarks.inbox;

import com.zaxxer.hikari.HikariDataSource;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures producers that store while workers handle. A producer stores the next event of a lane
 * after the previous one is on disk, so handlers must see consecutive numbers.
 */
final class SteadyState {

  private static final int PRODUCERS = 32;
  private static final int LANES_OF_EACH = 8;
  private static final int WORKERS = 4;

  private final Postgres postgres;
  private final long millis;

  SteadyState(Postgres postgres, long millis) {
    this.postgres = postgres;
    this.millis = millis;
  }

  /** The counters of a turn. */
  private static final class Seen {

    final AtomicLong handled = new AtomicLong();
    final AtomicLong outOfOrder = new AtomicLong();
    private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();

    void handle(String lane, long number) {
      long before = last.computeIfAbsent(lane, l -> new AtomicLong(-1)).getAndSet(number);
      if (number != before + 1) {
        outOfOrder.incrementAndGet();
      }
      handled.incrementAndGet();
    }
  }

  /** Counts events that were handled out of order in all turns. */
  final AtomicLong inboxOutOfOrder = new AtomicLong();

  final AtomicLong unorderedOutOfOrder = new AtomicLong();

  /** Stores at several nodes in rotation, each with a worker; returns the rate. */
  Rate inbox(int nodes) throws Exception {
    String schema = postgres.newSchema();
    List<AutoCloseable> open = new ArrayList<>();
    Seen seen = new Seen();
    try {
      List<JdbcInbox> inboxes = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        HikariDataSource pool = postgres.pool(schema, 6, true);
        open.add(0, pool);
        JdbcInbox inbox = JdbcInbox.builder(pool).createTables().open();
        inboxes.add(inbox);
        open.add(0, inbox);
      }
      for (JdbcInbox inbox : inboxes) {
        open.add(
            0,
            InboxWorker.of(inbox)
                .threads(WORKERS / nodes)
                .handle(
                    Job.router().otherwise(job -> seen.handle(job.lane(), job.number())).build())
                .start());
      }
      Rate rate =
          run(seen, job -> inboxes.get((int) (job.number() % nodes)).append(List.of(job.entry())));
      inboxOutOfOrder.addAndGet(seen.outOfOrder.get());
      return rate;
    } finally {
      for (AutoCloseable resource : open) {
        resource.close();
      }
      postgres.drop(schema);
    }
  }

  /** The same with an INSERT per transaction and workers that use SKIP LOCKED. */
  Rate unordered() throws Exception {
    String schema = postgres.newSchema();
    postgres.execute(schema, SkipLocked.TABLE);
    Seen seen = new Seen();
    Backlog.Workers workers =
        SkipLocked.run(
            postgres.pool(schema, WORKERS, false),
            WORKERS,
            connection ->
                SkipLocked.handleSome(
                    connection,
                    body -> {
                      Job job = Job.of(body);
                      seen.handle(job.lane(), job.number());
                    }));
    try (HikariDataSource inserts = postgres.pool(schema, PRODUCERS, true)) {
      Rate rate = run(seen, job -> insert(inserts, job));
      unorderedOutOfOrder.addAndGet(seen.outOfOrder.get());
      return rate;
    } finally {
      workers.close();
      postgres.drop(schema);
    }
  }

  private static void insert(HikariDataSource source, Job job) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO job (id, lane, type, body) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING")) {
      insert.setString(1, job.id());
      insert.setString(2, job.lane());
      insert.setString(3, job.type());
      insert.setBytes(4, job.body());
      insert.executeUpdate();
    }
  }

  /** Stores for the given time, waits until everything is handled, and returns the rate of both. */
  private Rate run(Seen seen, Appends.Appender appender) throws Exception {
    ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
    try {
      Stopwatch watch = new Stopwatch(postgres);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        String name = "lane-" + i + "-";
        running.add(
            producers.submit(
                () -> {
                  long count = 0;
                  for (; System.nanoTime() < end; count++) {
                    String lane = name + count % LANES_OF_EACH;
                    long number = count / LANES_OF_EACH;
                    appender.append(new Job(lane + "-" + number, lane, number));
                  }
                  return count;
                }));
      }
      long stored = 0;
      for (Future<Long> producer : running) {
        stored += producer.get();
      }
      while (seen.handled.get() < stored) {
        if (System.nanoTime() - end > TimeUnit.MINUTES.toNanos(2)) {
          throw new IllegalStateException(stored - seen.handled.get() + " were not handled");
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
      return watch.rate(stored);
    } finally {
      producers.shutdownNow();
    }
  }
}
