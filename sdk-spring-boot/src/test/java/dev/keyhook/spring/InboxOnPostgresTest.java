package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.EventContext;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** With PostgreSQL deliveries are stored, and handled in Spring's transactions. */
class InboxOnPostgresTest {

  private static final String[] ENDPOINT = {
    "keyhook.smartphonekey.path=/hook", "keyhook.smartphonekey.bearer-tokens=an-agreed-token"
  };

  private static final SmartphoneKeyDeliveries SENDER =
      SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));

  private ConfigurableApplicationContext context;

  @Entity(name = "audited_key")
  static class AuditedKey {
    @Id String id;
    int attempt;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DenyAllSecurity.class, Audit.class, Database.class})
  static class Application {

    @Bean
    Received received() {
      return new Received();
    }
  }

  /** Writes through JPA, JdbcClient and the connection of the context. */
  static class Database {

    @PersistenceContext private EntityManager entities;

    private final JdbcClient jdbc;

    Database(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void write(String id, int attempt) {
      AuditedKey key = new AuditedKey();
      key.id = id;
      key.attempt = attempt;
      entities.persist(key);
      jdbc.sql("INSERT INTO note VALUES (?, pg_current_xact_id()::text)").param(id).update();
    }
  }

  static class Audit {

    private final Database database;
    private final Received received;

    Audit(Database database, Received received) {
      this.database = database;
      this.received = received;
    }

    @WebhookHandler
    void keyAdded(
        KeyAdded key, SmartphoneKeyEvent event, EventContext context, Connection connection)
        throws Exception {
      database.write(event.id(), context.attempt());
      try (var statement =
          connection.prepareStatement(
              "SELECT transaction = pg_current_xact_id()::text FROM note WHERE id = ?")) {
        statement.setString(1, event.id());
        try (var row = statement.executeQuery()) {
          row.next();
          received.add("attempt " + context.attempt() + ", same transaction " + row.getBoolean(1));
        }
      }
      if (context.attempt() == 1) {
        throw new IllegalStateException("the first attempt fails");
      }
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {
      received.add("rest");
    }
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
  }

  private int send(byte[] body) {
    return HttpSender.to(URI.create("http://127.0.0.1:" + TestApplications.port(context) + "/hook"))
        .send(SENDER.deliver(body))
        .status();
  }

  private long count(String sql) {
    return context.getBean(JdbcClient.class).sql(sql).query(Long.class).single();
  }

  @Test
  void handlesEachEventOnceInTheTransactionOfJpaAndJdbc() throws Exception {
    String database = Postgres.newDatabase();
    Postgres.execute(database, "CREATE TABLE note (id text PRIMARY KEY, transaction text)");
    context = TestApplications.servletOn(database, Application.class, ENDPOINT);

    assertThat(send(SmartphoneKeySamples.keyAdded())).isEqualTo(204);
    assertThat(send(SmartphoneKeySamples.keyAdded())).as("a duplicate").isEqualTo(204);

    assertThat(context.getBean(Received.class).next())
        .isEqualTo("attempt 1, same transaction true");
    assertThat(count("SELECT count(*) FROM audited_key")).as("rolled back").isZero();
    InboxAdmin admin = context.getBean(InboxAdmin.class);
    Until.holds("a failed attempt", () -> admin.list(InboxFilter.all(), 1).get(0).attempts() > 0);
    admin.retry(InboxFilter.all());
    assertThat(context.getBean(Received.class).next())
        .isEqualTo("attempt 2, same transaction true");
    new KeyhookTest(Map.of(), () -> admin).awaitHandled();
    assertThat(count("SELECT sum(attempt) FROM audited_key")).isEqualTo(2);
    assertThat(count("SELECT count(*) FROM note")).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM keyhook_event")).isEqualTo(1);
  }

  @Test
  void onlyStoresOnANodeWithoutAWorker() throws Exception {
    String[] properties = {ENDPOINT[0], ENDPOINT[1], "keyhook.inbox.worker.enabled=false"};
    context = TestApplications.servletOn(Postgres.newDatabase(), WithoutHandlers.class, properties);

    assertThat(send(SmartphoneKeySamples.keyAdded())).isEqualTo(204);
    assertThat(context.getBean(InboxAdmin.class).status().backlogs())
        .singleElement()
        .satisfies(backlog -> assertThat(backlog.events()).isEqualTo(1));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WithoutHandlers {}

  @Test
  void refusesMissingTablesThatItMayNotCreate() throws Exception {
    String database = Postgres.newDatabase();

    assertThatThrownBy(
            () ->
                TestApplications.noServerOn(
                    database, WithoutHandlers.class, "keyhook.inbox.schema=validate"))
        .rootCause()
        .hasMessageContaining("CREATE TABLE keyhook_event");
  }

  @Test
  void startsWithoutTablesThatItMayNotLookAtAndStoresOnceTheyAreThere() throws Exception {
    String database = Postgres.newDatabase();
    context =
        TestApplications.servletOn(
            database,
            WithoutHandlers.class,
            ENDPOINT[0],
            ENDPOINT[1],
            "keyhook.inbox.worker.enabled=false",
            "keyhook.inbox.schema=none");

    assertThat(send(SmartphoneKeySamples.keyAdded())).as("no tables yet").isEqualTo(503);
    try (var script =
        JdbcInbox.class.getResourceAsStream(
            "/META-INF/keyhook/inbox/postgresql/V1__keyhook_inbox.sql")) {
      Postgres.execute(database, new String(script.readAllBytes(), UTF_8));
    }
    assertThat(send(SmartphoneKeySamples.keyAdded())).isEqualTo(204);
    assertThat(count("SELECT count(*) FROM keyhook_event")).isEqualTo(1);
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    context =
        TestApplications.noServerOn(
            Postgres.newDatabase(), WithoutHandlers.class, "keyhook.inbox.enabled=false");

    assertThat(context.getBeanProvider(JdbcInbox.class).getIfAvailable()).isNull();
  }

  @Test
  void usesANamedDataSource() throws Exception {
    context =
        TestApplications.noServerOn(
            Postgres.newDatabase(), WithoutHandlers.class, "keyhook.inbox.data-source=dataSource");

    assertThat(context.getBean(JdbcInbox.class)).hasToString("JdbcInbox[PostgreSQL]");
  }

  @Test
  void stopsTheWorkerBeforeThePoolCloses() throws Exception {
    String database = Postgres.newDatabase();
    Postgres.execute(database, "CREATE TABLE note (id text PRIMARY KEY, transaction text)");
    context = TestApplications.servletOn(database, Application.class, ENDPOINT);
    assertThat(send(SmartphoneKeySamples.keyAdded())).isEqualTo(204);
    context.getBean(Received.class).next();

    context.close();

    assertThat(
            Postgres.count(database, "SELECT count(*) FROM keyhook_lane WHERE owner IS NOT NULL"))
        .as("lanes that the worker has not released")
        .isZero();
  }
}
