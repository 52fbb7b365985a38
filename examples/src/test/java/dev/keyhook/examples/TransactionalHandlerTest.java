package dev.keyhook.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalHandlerTest {

  private static EmbeddedPostgres server;

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private DataSource database;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createSchema() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS app CASCADE");
      statement.execute("CREATE SCHEMA app");
      statement.execute("CREATE TABLE app.access_key (key_uuid text, lock_id bigint)");
    }
    database = server.getPostgresDatabase(Map.of("currentSchema", "app"));
  }

  @Test
  void writesTheRowOnceAlthoughTheFirstAttemptFailsAfterIt() throws Exception {
    receiveAndHandle(database, TransactionalHandler::start);

    assertThat(keys(database)).isEqualTo(1);
  }

  @Test
  void writesTheRowOnceInTransactionsOfTheApplication() throws Exception {
    receiveAndHandle(
        database,
        (inbox, router) -> TransactionalHandler.startWithOwnTransactions(inbox, database, router));

    assertThat(keys(database)).isEqualTo(1);
  }

  @Test
  void writesTheRowOnceInAnotherDatabase() throws Exception {
    receiveAndHandle(
        database,
        (inbox, router) -> TransactionalHandler.startWithOtherDatabase(inbox, database, router));

    assertThat(keys(database)).isEqualTo(1);
  }

  private interface Start {
    InboxWorker worker(JdbcInbox inbox, EventRouter<SmartphoneKeyEvent> router);
  }

  /** Delivers a key twice, and fails the first attempt after it has written its row. */
  private void receiveAndHandle(DataSource source, Start start) throws Exception {
    CountDownLatch attempts = new CountDownLatch(2);
    EventRouter<SmartphoneKeyEvent> writing = TransactionalHandler.router();
    EventRouter<SmartphoneKeyEvent> failingOnce =
        SmartphoneKeyEvents.router()
            .on(
                KeyAdded.class,
                (key, event, context) -> {
                  writing.handle(event, context);
                  attempts.countDown();
                  if (context.attempt() == 1) {
                    throw new IllegalStateException("The process fails here");
                  }
                })
            .otherwise(event -> {})
            .build();
    try (JdbcInbox inbox = TransactionalHandler.open(source)) {
      InboxWorker worker = start.worker(inbox, failingOnce);
      try {
        WebhookReceiver receiver =
            SmartphoneKeyWebhooks.receiver(sender.verifier()).inbox(inbox).build();
        byte[] key = SmartphoneKeySamples.keyAdded();
        assertThat(receiver.receive(sender.deliver(key)).status()).isEqualTo(204);
        assertThat(receiver.receive(sender.deliver(key)).status()).isEqualTo(204);
        assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        worker.close(); // waits for the commit of the second attempt
      }
    }
  }

  private static long keys(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM access_key")) {
      row.next();
      return row.getLong(1);
    }
  }
}
