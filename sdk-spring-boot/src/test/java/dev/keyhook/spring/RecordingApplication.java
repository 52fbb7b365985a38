package dev.keyhook.spring;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventContext;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application for a process of its own: writes a row into the table {@code handled} for each
 * event, and fails the first attempt of some.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({DenyAllSecurity.class, RecordingApplication.Handlers.class})
class RecordingApplication {

  static final String READY = "ready on port ";

  static final String TABLE = "CREATE TABLE handled (id text, attempt int)";

  /** The first attempt fails for events whose id has this ending. */
  static final String FAILS_AT_FIRST = "7f";

  static class Handlers {

    private final JdbcClient jdbc;

    Handlers(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @WebhookHandler
    void keyAdded(KeyAdded key, SmartphoneKeyEvent event, EventContext context) {
      jdbc.sql("INSERT INTO handled VALUES (?, ?)").params(event.id(), context.attempt()).update();
      if (context.attempt() == 1 && event.id().endsWith(FAILS_AT_FIRST)) {
        throw new IllegalStateException("the first attempt fails");
      }
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {}
  }

  /** Starts the application, and prints its port. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context =
        SpringApplication.run(RecordingApplication.class, args);
    System.out.println(READY + TestApplications.port(context));
  }

  /** Returns the arguments for an inbox in a database, with short timeouts. */
  static String[] arguments(String database, String... more) {
    String[] own = {
      "--server.port=0",
      "--server.address=127.0.0.1",
      "--server.tomcat.connection-timeout=500ms",
      "--spring.main.banner-mode=off",
      "--spring.jpa.open-in-view=false",
      "--spring.datasource.url=" + database,
      "--logging.level.root=error",
      "--keyhook.smartphonekey.path=/hook",
      "--keyhook.smartphonekey.bearer-tokens=an-agreed-token",
      "--keyhook.inbox.worker.lease=2s"
    };
    String[] all = Arrays.copyOf(own, own.length + more.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return all;
  }
}
