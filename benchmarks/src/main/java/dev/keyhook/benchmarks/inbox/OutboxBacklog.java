package dev.keyhook.benchmarks.inbox;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Scheduled calls of transactionoutbox, which runs each call in a separate transaction. */
final class OutboxBacklog implements Backlog {

  private final Postgres postgres;
  private final String schema;
  private final boolean isJoined;
  private final int events;

  OutboxBacklog(Postgres postgres, boolean isJoined, int events) throws SQLException {
    this.postgres = postgres;
    this.schema = postgres.newSchema();
    this.isJoined = isJoined;
    this.events = events;
    postgres.execute(schema, InboxBacklog.Effects.TABLE);
    try (HikariDataSource pool = postgres.pool(schema, 2, true)) {
      ThreadLocalContextTransactionManager transactions = TransactionManager.fromDataSource(pool);
      TransactionOutbox outbox =
          outbox(
              transactions, new Handler(transactions, new CountDownLatch(1), isJoined), task -> {});
      String body = new String(new Job("job", "lane", 0).body(), StandardCharsets.US_ASCII);
      transactions.inTransaction(() -> outbox.schedule(Handler.class).handle("job", body));
    }
    postgres.execute(schema, "CREATE TABLE template AS SELECT * FROM txno_outbox");
  }

  /** The method that is called for each event. */
  static class Handler {

    private final ThreadLocalContextTransactionManager transactions;
    private final CountDownLatch handled;
    private final boolean isJoined;

    Handler(
        ThreadLocalContextTransactionManager transactions,
        CountDownLatch handled,
        boolean isJoined) {
      this.transactions = transactions;
      this.handled = handled;
      this.isJoined = isJoined;
    }

    void handle(String id, String body) {
      if (isJoined) {
        transactions.requireTransactionReturns(
            transaction -> {
              try {
                InboxBacklog.Effects.insert(transaction.connection(), id + body.length());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
              return true;
            });
      }
      handled.countDown();
    }
  }

  private static TransactionOutbox outbox(
      TransactionManager transactions, Handler handler, Executor executor) {
    return TransactionOutbox.builder()
        .transactionManager(transactions)
        .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
        .instantiator(Instantiator.using(type -> handler))
        .submitter(Submitter.withExecutor(executor))
        .build();
  }

  @Override
  public void refill() throws SQLException {
    postgres.execute(
        schema,
        "TRUNCATE txno_outbox, effect",
        "INSERT INTO txno_outbox SELECT (jsonb_populate_record(t, jsonb_build_object('id',"
            + " gen_random_uuid()::text, 'nextattempttime', now() - interval '1 second'))).*"
            + " FROM template t, generate_series(1, "
            + events
            + ")",
        "VACUUM ANALYZE",
        "CHECKPOINT");
  }

  @Override
  public Workers start(CountDownLatch handled) {
    HikariDataSource pool = postgres.pool(schema, WORKERS + 2, isJoined);
    ThreadLocalContextTransactionManager transactions = TransactionManager.fromDataSource(pool);
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    ExecutorService flushing = Executors.newSingleThreadExecutor();
    TransactionOutbox outbox =
        outbox(transactions, new Handler(transactions, handled, isJoined), workers);
    flushing.execute(
        () -> {
          try {
            while (!flushing.isShutdown()) {
              if (!outbox.flush()) {
                TimeUnit.MILLISECONDS.sleep(5);
              }
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return () -> {
      Backlog.end(flushing);
      Backlog.end(workers);
      pool.close();
    };
  }

  @Override
  public void close() throws SQLException {
    postgres.drop(schema);
  }
}
