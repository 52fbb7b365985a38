package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.routing.EventContext;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A handler that does not return does not keep the application from stopping. */
class ShutdownTest {

  private static final SmartphoneKeyDeliveries SENDER =
      SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DenyAllSecurity.class, Handlers.class})
  static class Application {

    @Bean
    Received received() {
      return new Received();
    }

    @Bean
    CountDownLatch blocksHandlers() {
      return new CountDownLatch(1);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DenyAllSecurity.class, Handlers.class})
  static class Restarted {

    @Bean
    Received received() {
      return new Received();
    }

    @Bean
    CountDownLatch blocksNothing() {
      return new CountDownLatch(0);
    }
  }

  static class Handlers {

    private final JdbcClient jdbc;
    private final Received received;
    private final CountDownLatch latch;

    Handlers(JdbcClient jdbc, Received received, CountDownLatch latch) {
      this.jdbc = jdbc;
      this.received = received;
      this.latch = latch;
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event, EventContext context) {
      jdbc.sql("INSERT INTO handled VALUES (?, ?)").params(event.id(), context.attempt()).update();
      received.add("started");
      while (latch.getCount() > 0) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          received.add("interrupted");
        }
      }
      received.add("ended");
    }
  }

  @Test
  void stopsWhileAHandlerRunsAndHandlesTheEventAfterTheRestart() throws Exception {
    String database = Postgres.newDatabase();
    Postgres.execute(database, RecordingApplication.TABLE);
    ConfigurableApplicationContext context = start(database, Application.class);
    CountDownLatch latch = context.getBean(CountDownLatch.class);
    try {
      HttpSender http =
          HttpSender.to(URI.create("http://127.0.0.1:" + TestApplications.port(context) + "/hook"));
      assertThat(http.send(SENDER.deliver(SmartphoneKeySamples.keyAdded())).status())
          .isEqualTo(204);
      Received received = context.getBean(Received.class);
      assertThat(received.next()).isEqualTo("started");

      context.close(); // would not return if it waited for the handler

      assertThat(received.next()).isEqualTo("interrupted");
      assertThat(received.drain()).doesNotContain("ended");
      assertThat(Postgres.count(database, "SELECT count(*) FROM handled")).isZero();
    } finally {
      latch.countDown();
    }
    try (ConfigurableApplicationContext restarted = start(database, Restarted.class)) {
      restarted.getBean(Received.class).next();
      Postgres.awaitCount(database, "SELECT count(*) FROM handled", 1);
      Postgres.awaitCount(database, "SELECT sum(tail - done) FROM keyhook_lane", 0);
      assertThat(Postgres.count(database, "SELECT count(*) FROM handled")).isEqualTo(1);
    }
  }

  @Test
  void handlersGetAShareOfTheTimeoutForTheShutdown() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.setConversionService(new ApplicationConversionService());
    assertThat(KeyhookInboxAutoConfiguration.closeTimeout(environment))
        .as("of Spring Boot's default, 30 seconds")
        .isEqualTo(Duration.ofSeconds(23));

    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test", Map.of("spring.lifecycle.timeout-per-shutdown-phase", "3s")));
    assertThat(KeyhookInboxAutoConfiguration.closeTimeout(environment))
        .isEqualTo(Duration.ofMillis(1400));
  }

  private static ConfigurableApplicationContext start(String database, Class<?> application) {
    return TestApplications.servletOn(
        database,
        application,
        "spring.lifecycle.timeout-per-shutdown-phase=3s",
        "keyhook.inbox.worker.lease=2s",
        "keyhook.smartphonekey.path=/hook",
        "keyhook.smartphonekey.bearer-tokens=an-agreed-token");
  }
}
