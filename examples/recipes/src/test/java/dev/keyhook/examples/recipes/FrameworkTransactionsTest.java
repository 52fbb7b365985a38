package dev.keyhook.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.inbox.JdbcTransactions;
import dev.keyhook.routing.ContextDataHandler;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FrameworkTransactionsTest {

  private static EmbeddedPostgres server;

  private DataSource database;
  private JdbcTemplate jdbc;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createTables() {
    JdbcTemplate admin = new JdbcTemplate(server.getPostgresDatabase());
    admin.execute("DROP SCHEMA IF EXISTS app CASCADE");
    admin.execute("CREATE SCHEMA app");
    database = server.getPostgresDatabase(Map.of("currentSchema", "app"));
    jdbc = new JdbcTemplate(database);
    jdbc.execute("CREATE TABLE AccessKey (keyUuid text PRIMARY KEY, lockId bigint)");
  }

  @Test
  void aJdbcTemplateWritesInTheTransactionOfSpring() throws Exception {
    TransactionTemplate template =
        new TransactionTemplate(new DataSourceTransactionManager(database));

    handle(
        FrameworkTransactions.ofSpring(template, database),
        (key, event, context) ->
            jdbc.update("INSERT INTO AccessKey VALUES (?, ?)", key.keyUuid(), key.lockId()));

    assertThat(keys()).isEqualTo(1);
  }

  @Test
  void anEntityManagerWritesInTheTransactionOfJpa() throws Exception {
    Configuration configuration = new Configuration().addAnnotatedClass(AccessKey.class);
    configuration.getProperties().put("hibernate.connection.datasource", database);
    try (SessionFactory sessions = configuration.buildSessionFactory()) {
      handle(
          FrameworkTransactions.ofJpa(sessions),
          (key, event, context) ->
              context.transaction(EntityManager.class).persist(new AccessKey(key)));
    }

    assertThat(keys()).isEqualTo(1);
  }

  /** Handles a key whose first attempt fails after it has written. */
  private void handle(
      JdbcTransactions transactions, ContextDataHandler<KeyAdded, SmartphoneKeyEvent> writing)
      throws Exception {
    CountDownLatch attempts = new CountDownLatch(2);
    SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
    try (JdbcInbox inbox = JdbcInbox.builder(database).createTables().open()) {
      InboxWorker worker =
          InboxWorker.of(inbox)
              .handle(
                  SmartphoneKeyEvents.router()
                      .on(
                          KeyAdded.class,
                          (key, event, context) -> {
                            writing.handle(key, event, context);
                            attempts.countDown();
                            if (context.attempt() == 1) {
                              throw new IllegalStateException("The process fails here");
                            }
                          })
                      .otherwise(event -> {})
                      .build())
              .transactions(transactions)
              .start();
      try {
        WebhookReceiver receiver =
            SmartphoneKeyWebhooks.receiver(sender.verifier()).inbox(inbox).build();
        assertThat(receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded())).status())
            .isEqualTo(204);
        assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        worker.close(); // waits for the commit of the second attempt
      }
    }
  }

  private Long keys() {
    return jdbc.queryForObject("SELECT count(*) FROM AccessKey", Long.class);
  }

  /** A table of the application. */
  @Entity
  @Table(name = "AccessKey")
  static class AccessKey {

    @Id private String keyUuid;
    private long lockId;

    AccessKey() {}

    AccessKey(KeyAdded key) {
      keyUuid = key.keyUuid();
      lockId = key.lockId();
    }

    long lockId() {
      return lockId;
    }
  }
}
