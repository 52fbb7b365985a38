package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.routing.EventContext;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inbox and its worker start after the migrations of Flyway or Liquibase. */
class MigrationsTest {

  private static final String FLYWAY =
      "--spring.flyway.enabled=true"
          + " --spring.liquibase.enabled=false"
          + " --spring.flyway.locations="
          + "classpath:META-INF/keyhook/inbox/postgresql,classpath:migrations";

  private static final String LIQUIBASE =
      "--spring.flyway.enabled=false"
          + " --spring.liquibase.enabled=true"
          + " --spring.liquibase.change-log=classpath:migrations/changelog.xml";

  private static final String NONE =
      "--spring.flyway.enabled=false --spring.liquibase.enabled=false";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {}

  static class Handlers {

    private final JdbcClient jdbc;

    Handlers(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event, EventContext context) {
      jdbc.sql("INSERT INTO note VALUES (?, ?)").params(event.id(), context.attempt()).update();
    }
  }

  private static ConfigurableApplicationContext start(EmbeddedPostgres server, String... more) {
    Stream<String> own =
        Stream.of(
            "--spring.main.banner-mode=off",
            "--logging.level.root=error",
            "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
            "--keyhook.smartphonekey.path=/hook",
            "--keyhook.smartphonekey.bearer-tokens=an-agreed-token");
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .run(
            Stream.concat(own, Arrays.stream(more).flatMap(text -> Stream.of(text.split(" "))))
                .toArray(String[]::new));
  }

  private static int status(ConfigurableApplicationContext context) {
    var sender = SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));
    return context
        .getBean(WebhookEndpoints.class)
        .at("/hook")
        .receive(sender.deliver(SmartphoneKeySamples.keyAdded()))
        .status();
  }

  private static int attempts(ConfigurableApplicationContext context) {
    InboxAdmin admin = context.getBean(InboxAdmin.class);
    new KeyhookTest(Map.of(), () -> admin).awaitHandled();
    return context
        .getBean(JdbcClient.class)
        .sql("SELECT sum(attempt) FROM note")
        .query(Integer.class)
        .single();
  }

  @ParameterizedTest
  @ValueSource(strings = {FLYWAY, LIQUIBASE})
  void storesInTablesThatTheToolCreated(String tool) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        ConfigurableApplicationContext context = start(server, tool)) {
      assertThat(status(context)).isEqualTo(204);
      assertThat(attempts(context)).isEqualTo(1);
    }
  }

  /** The handler needs a table that a slow migration creates. An earlier worker would fail. */
  @ParameterizedTest
  @ValueSource(strings = {FLYWAY, LIQUIBASE})
  void handlesWhatWaitedOnlyAfterTheMigrations(String tool) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      try (ConfigurableApplicationContext receiving =
          start(
              server,
              NONE,
              "--keyhook.inbox.schema=migrate",
              "--keyhook.inbox.worker.enabled=false")) {
        assertThat(status(receiving)).isEqualTo(204);
      }

      try (ConfigurableApplicationContext context =
          start(
              server,
              tool,
              "--spring.flyway.baseline-on-migrate=true",
              "--spring.flyway.baseline-version=1")) {
        assertThat(attempts(context)).as("the number of the attempt").isEqualTo(1);
      }
    }
  }

  @Test
  void saysWhichSqlIsMissingWhereNoToolRanIt() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      assertThatThrownBy(() -> start(server, NONE).close())
          .rootCause()
          .hasMessageContaining("CREATE TABLE keyhook_event");
    }
  }
}
