package dev.keyhook.examples;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcIdempotency;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.inbox.JdbcTransactions;
import dev.keyhook.routing.EventRouter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Writes each key to a table of the application, in the transaction that records the event as
 * handled. The row is written exactly once, even if the process or the database fails.
 */
final class TransactionalHandler {

  private TransactionalHandler() {}

  /** Returns a router whose handler joins the transaction. */
  static EventRouter<SmartphoneKeyEvent> router() {
    // region handler
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(
                KeyAdded.class,
                (key, event, context) -> {
                  Connection connection = context.transaction(Connection.class);
                  try (PreparedStatement insert =
                      connection.prepareStatement(
                          "INSERT INTO access_key (key_uuid, lock_id) VALUES (?, ?)")) {
                    insert.setString(1, key.keyUuid());
                    insert.setLong(2, key.lockId());
                    insert.executeUpdate();
                  } // the worker commits; do not commit, roll back or close
                })
            .otherwise(event -> {})
            .build();
    // endregion
    return router;
  }

  /** Opens an inbox in the application's PostgreSQL database. */
  static JdbcInbox open(DataSource dataSource) {
    // region open
    JdbcInbox inbox = JdbcInbox.builder(dataSource).createTables().open();
    // endregion
    return inbox;
  }

  /** Handles in transactions that open when a handler requests the connection. */
  static InboxWorker start(JdbcInbox inbox, EventRouter<SmartphoneKeyEvent> router) {
    // region start
    InboxWorker worker = InboxWorker.of(inbox).handle(router).start();
    // endregion
    return worker;
  }

  /** Handles in transactions that the application begins and commits by itself. */
  static InboxWorker startWithOwnTransactions(
      JdbcInbox inbox, DataSource dataSource, EventRouter<SmartphoneKeyEvent> router) {
    // region own-transactions
    JdbcTransactions transactions =
        work -> {
          try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
              work.run(connection);
              connection.commit();
            } catch (RuntimeException | SQLException e) {
              connection.rollback();
              throw e;
            }
          }
        };
    InboxWorker worker = InboxWorker.of(inbox).handle(router).transactions(transactions).start();
    // endregion
    return worker;
  }

  /** Handles events of an inbox in one database, with effects in another. */
  static InboxWorker startWithOtherDatabase(
      JdbcInbox inbox, DataSource orders, EventRouter<SmartphoneKeyEvent> router) {
    // region other-database
    JdbcIdempotency idempotency = JdbcIdempotency.builder(orders).createTable().open();
    InboxWorker worker = InboxWorker.of(inbox).handle(router).idempotency(idempotency).start();
    // endregion
    return worker;
  }
}
