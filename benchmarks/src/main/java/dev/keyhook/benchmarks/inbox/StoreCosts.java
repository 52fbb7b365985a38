package dev.keyhook.benchmarks.inbox;

import static java.util.Locale.ROOT;

import com.zaxxer.hikari.HikariDataSource;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.kafka.KafkaInbox;
import dev.keyhook.kafka.KafkaInboxWorker;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Inbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures the disk space and the processor time of a million events in each store. */
final class StoreCosts {

  static final String HEAD =
      "| store | stored/s | handled/s | GB on disk for a million | processor seconds to store a"
          + " million | to handle a million |";

  private static final int PRODUCERS = 32;
  private static final int LANES = 1_000;
  private static final double MILLION = 1e6;
  private static final double GIGABYTE = 1e9;

  private final KafkaBroker broker;
  private final Path folder;
  private final int events;

  StoreCosts(KafkaBroker broker, Path folder, int events) {
    this.broker = broker;
    this.folder = folder;
    this.events = events;
  }

  /** The result of one round. */
  private record Cost(double bytes, Rate stored, Rate handled) {

    /** Returns the processor time of a million events in seconds. */
    static double seconds(Rate rate) {
      return MILLION / rate.perCpuSecond();
    }
  }

  /** A store, which is empty at the start. */
  private interface Store {

    Inbox open() throws Exception;

    AutoCloseable handle(EventRouter<?> router);

    long size() throws Exception;

    Stopwatch stopwatch();
  }

  /** Measures rounds, after a warm-up round, and returns the rows of a table. */
  List<String> rows(int rounds) throws Exception {
    List<Cost> sqlite = new ArrayList<>();
    List<Cost> postgres = new ArrayList<>();
    List<Cost> kafka = new ArrayList<>();
    try (Postgres server = new Postgres(folder)) {
      for (int round = 0; round <= rounds; round++) {
        sqlite.add(measure(new SqliteStore(folder.resolve("cost" + round + ".db"))));
        try (HikariDataSource pool =
            Postgres.poolOf(server.url(server.newSchema()), Backlog.WORKERS + 6, true)) {
          postgres.add(measure(new PostgresStore(server, pool)));
        }
        kafka.add(measure(new KafkaStore(broker, "cost" + round)));
      }
    }
    return List.of(row("SQLite", sqlite), row("PostgreSQL", postgres), row("Kafka", kafka));
  }

  private static String row(String store, List<Cost> costs) {
    return String.format(
        ROOT,
        "| %s | %s | %s | %s | %s | %s |",
        store,
        spread(costs, cost -> cost.stored().perSecond()).rate(),
        spread(costs, cost -> cost.handled().perSecond()).rate(),
        spread(costs, cost -> cost.bytes() * MILLION / GIGABYTE).ratio(),
        spread(costs, cost -> Cost.seconds(cost.stored())).rate(),
        spread(costs, cost -> Cost.seconds(cost.handled())).rate());
  }

  private static Spread spread(List<Cost> costs, Function<Cost, Double> measure) {
    return new Spread(costs.stream().skip(1).map(measure).toList());
  }

  private Cost measure(Store store) throws Exception {
    long before = store.size();
    Rate stored;
    try (Inbox inbox = store.open()) {
      stored = storeAll(inbox, store::stopwatch);
    }
    double bytes = (store.size() - before) / (double) events;
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch handled = new CountDownLatch(events);
    AutoCloseable worker =
        store.handle(
            Job.router()
                .otherwise(
                    job -> {
                      first.countDown();
                      handled.countDown();
                    })
                .build());
    try {
      first.await();
      Stopwatch watch = store.stopwatch();
      if (!handled.await(10, TimeUnit.MINUTES)) {
        throw new IllegalStateException(handled.getCount() + " events were not handled");
      }
      return new Cost(bytes, stored, watch.rate(events));
    } finally {
      worker.close();
    }
  }

  private Rate storeAll(Inbox inbox, Supplier<Stopwatch> start) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
    try {
      Stopwatch watch = start.get();
      List<Future<?>> producers = new ArrayList<>();
      for (int producer = 0; producer < PRODUCERS; producer++) {
        int first = producer;
        producers.add(
            threads.submit(
                () -> {
                  for (int i = first; i < events; i += PRODUCERS) {
                    inbox.append(
                        List.of(new Job("job-" + i, "lane-" + i % LANES, i / LANES).entry()));
                  }
                }));
      }
      for (Future<?> producer : producers) {
        producer.get();
      }
      return watch.rate(events);
    } finally {
      threads.shutdownNow();
    }
  }

  private record SqliteStore(Path file) implements Store {

    @Override
    public Inbox open() {
      return JdbcInbox.file(file);
    }

    @Override
    public AutoCloseable handle(EventRouter<?> router) {
      JdbcInbox inbox = JdbcInbox.file(file);
      InboxWorker worker = InboxWorker.of(inbox).threads(Backlog.WORKERS).handle(router).start();
      return () -> {
        worker.close();
        inbox.close();
      };
    }

    @Override
    public long size() throws Exception {
      return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public Stopwatch stopwatch() {
      return new Stopwatch();
    }
  }

  private record PostgresStore(Postgres server, HikariDataSource pool) implements Store {

    @Override
    public Inbox open() {
      return JdbcInbox.builder(pool).createTables().open();
    }

    @Override
    public AutoCloseable handle(EventRouter<?> router) {
      JdbcInbox inbox = JdbcInbox.of(pool);
      InboxWorker worker = InboxWorker.of(inbox).threads(Backlog.WORKERS).handle(router).start();
      return () -> {
        worker.close();
        inbox.close();
      };
    }

    @Override
    public long size() throws SQLException {
      try (Connection connection = DriverManager.getConnection(pool.getJdbcUrl());
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
        row.next();
        return row.getLong(1);
      }
    }

    @Override
    public Stopwatch stopwatch() {
      return new Stopwatch(server);
    }
  }

  private record KafkaStore(KafkaBroker broker, String topic) implements Store {

    @Override
    public Inbox open() {
      return KafkaInbox.builder(broker.properties(), topic).createTopics().singleReplica().open();
    }

    @Override
    public AutoCloseable handle(EventRouter<?> router) {
      return KafkaInboxWorker.of(broker.properties(), topic)
          .singleReplica()
          .threads(Backlog.WORKERS)
          .handle(router)
          .start();
    }

    @Override
    public long size() throws Exception {
      return broker.size(topic);
    }

    @Override
    public Stopwatch stopwatch() {
      return new Stopwatch();
    }
  }
}
