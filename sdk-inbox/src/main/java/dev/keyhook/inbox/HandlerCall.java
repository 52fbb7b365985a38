package dev.keyhook.inbox;

import dev.keyhook.Event;
import dev.keyhook.internal.inbox.HandledOnce;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.InboxUnavailableException;
import dev.keyhook.store.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of an event in the transaction that it is to be recorded in: one of the inbox's
 * database that opens on demand, one of the application's framework, or one of another store.
 */
final class HandlerCall {

  private final Database database;
  private final LaneTable lanes;
  private final String owner;
  private final @Nullable HandledOnce idempotency;
  private final @Nullable JdbcTransactions transactions;

  HandlerCall(
      Database database,
      LaneTable lanes,
      String owner,
      @Nullable HandledOnce idempotency,
      @Nullable JdbcTransactions transactions) {
    this.database = database;
    this.lanes = lanes;
    this.owner = owner;
    this.idempotency = idempotency;
    this.transactions = transactions;
  }

  /**
   * The parameters of a call, apart from the event.
   *
   * @param number which attempt this is, from 1
   * @param isStale whether a newer event of the lane was handled already
   * @param sequence the highest sequence of the lane that is handled after this event
   */
  record Circumstances(
      LaneClaim claim, QueuedEvent event, int number, boolean isStale, @Nullable Long sequence) {

    EventContext context(Transaction transaction) {
      return EventContext.builder(claim.endpoint())
          .attempt(number)
          .receivedAt(event.receivedAt())
          .replay(event.replay() > 0)
          .stale(isStale)
          .transaction(transaction)
          .build();
    }

    LaneResult progress() {
      return LaneResult.progress(claim, event.seq(), event.received(), sequence);
    }
  }

  /**
   * Calls the handler.
   *
   * @return whether the event was recorded as handled, together with what the handler wrote
   * @throws LeaseLostException if another worker may have the lane; the writes were rolled back
   * @throws HandledOnce.InProgressException if another process is handling the event
   * @throws HandledOnce.StoreFailedException if the other store failed before the handler was
   *     called
   * @throws Exception what the handler or the transaction threw
   */
  <E extends Event<?>> boolean run(EventRouter<E> router, E event, Circumstances circumstances)
      throws Exception {
    if (transactions != null) {
      runJoined(transactions, router, event, circumstances);
      return true;
    }
    if (idempotency != null) {
      runOnce(idempotency, router, event, circumstances);
      return false;
    }
    return runLazily(router, event, circumstances);
  }

  private <E extends Event<?>> void runJoined(
      JdbcTransactions own, EventRouter<E> router, E event, Circumstances circumstances)
      throws SQLException {
    own.run(
        (connection, resources) -> {
          router.handle(event, circumstances.context(new JoinedResources(connection, resources)));
          record(connection, circumstances);
        });
  }

  private <E extends Event<?>> void runOnce(
      HandledOnce store, EventRouter<E> router, E event, Circumstances circumstances)
      throws Exception {
    QueuedEvent queued = circumstances.event();
    String replay = queued.replay() > 0 ? String.valueOf(queued.replay()) : null;
    store.run(
        circumstances.claim().endpoint(),
        HandledOnce.key(event, queued.key().toString(), replay),
        transaction -> router.handle(event, circumstances.context(transaction)));
  }

  private <E extends Event<?>> boolean runLazily(
      EventRouter<E> router, E event, Circumstances circumstances) throws SQLException {
    try (LazyTransaction transaction = new LazyTransaction(database)) {
      router.handle(event, circumstances.context(transaction));
      Connection joined = transaction.joined();
      if (joined == null) {
        return false;
      }
      record(joined, circumstances);
      transaction.commit(joined);
      return true;
    }
  }

  /** Writes the fenced record as the last statement of the transaction. */
  private void record(Connection connection, Circumstances circumstances) {
    try {
      if (!lanes.report(connection, circumstances.progress(), owner)) {
        throw new LeaseLostException();
      }
    } catch (SQLException e) {
      throw new InboxUnavailableException("The event could not be recorded as handled", e);
    }
  }
}
