package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.store.Idempotency;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** An inbox behind a pooler that gives each transaction another session, such as PgBouncer. */
class TransactionPoolingTest {

  private static final int EVENTS = 40;

  private final Handled handled = new Handled();
  private final Observed observed = new Observed();

  @Test
  void keepsItsPromisesWhenEachTransactionRunsInAnotherSession() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    try (TransactionPooler pooler = new TransactionPooler(source.getPortNumbers()[0])) {
      source.setPortNumbers(new int[] {pooler.port()});
      source.setPrepareThreshold(0); // as PgBouncer in transaction mode needs it
      try (Pool pool = new Pool(source, 20);
          JdbcInbox inbox = JdbcInbox.builder(pool).createTables().listener(observed).open()) {
        Effects.createTable(pool);
        handleAll(inbox);
        InboxAdmin admin = InboxAdmin.of(inbox);
        assertThat(admin.count(InboxFilter.all())).isEqualTo(EVENTS);
        assertThat(admin.purge(InboxFilter.all())).isEqualTo(EVENTS);
        assertThat(InboxContract.count(inbox, "effect")).isEqualTo(EVENTS);
        recordsHandledEventsOnce(pool);
        assertThatSessionsHaveTheirOwnSettings(pool);
      }
      assertThat(pooler.swaps()).as("changes of the session").isGreaterThan(EVENTS);
      assertThat(pooler.namedStatements()).as("prepared statements of a session").isZero();
    }
    assertThat(observed.lines())
        .noneMatch(line -> line.matches("(database|append) failed|lease lost.*"));
    observed.assertThatEachAttemptEndedOnce();
  }

  /** One handler fails after it has written, so a rollback takes part as well. */
  private void handleAll(JdbcInbox inbox) throws Exception {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    InboxWorker worker =
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          Effects.write(ring, context);
                          if (isBroken.getAndSet(false)) {
                            throw new IllegalStateException("after the write");
                          }
                          handled.add(ring, context);
                        })
                    .build())
            .start();
    try (worker) {
      for (int i = 0; i < EVENTS; i++) {
        inbox.append(List.of(Ring.of("id" + i, "door" + i % 4, String.valueOf(i)).entry()));
        inbox.append(List.of(Ring.of("id" + i, "door" + i % 4, "a duplicate").entry()));
      }
      observed.await(lines -> lines.stream().anyMatch(line -> line.startsWith("failed")));
      handled.await(EVENTS - EVENTS / 4); // the failed lane waits
      InboxContract.passRetries(inbox);
      handled.await(EVENTS);
      InboxContract.awaitReleased(inbox);
    }
    IntStream.range(0, 4)
        .forEach(
            door ->
                assertThat(handled.textsOf("door" + door))
                    .isEqualTo(
                        IntStream.range(0, EVENTS / 4)
                            .mapToObj(i -> String.valueOf(4 * i + door))
                            .toList()));
  }

  private static void recordsHandledEventsOnce(Pool pool) throws Exception {
    Idempotency store = JdbcIdempotency.builder(pool).createTable().open();
    for (int i = 0; i < 5; i++) {
      assertThat(store.once("bells", "id" + i, transaction -> {}))
          .isEqualTo(Idempotency.Result.DONE);
      assertThat(store.once("bells", "id" + i, transaction -> {}))
          .isEqualTo(Idempotency.Result.DUPLICATE);
    }
  }

  /** What the inbox sets must end with its transaction, because others use the session next. */
  private static void assertThatSessionsHaveTheirOwnSettings(Pool pool) throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (int session = 0; session < 30; session++) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('enable_seqscan'), current_setting('enable_nestloop'),"
                    + " current_setting('synchronous_commit'), current_setting('lock_timeout'),"
                    + " current_setting('idle_in_transaction_session_timeout')")) {
          row.next();
          assertThat(row.getString(1) + row.getString(2) + row.getString(3)).isEqualTo("ononon");
          assertThat(row.getString(4) + row.getString(5)).isEqualTo("00");
        }
      }
    }
  }
}
