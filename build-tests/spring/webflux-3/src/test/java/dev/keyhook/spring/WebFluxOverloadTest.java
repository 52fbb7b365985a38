package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.spring.RawHttp.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A reactive application with one thread for webhooks and a queue of one delivery. */
class WebFluxOverloadTest {

  private static final String HEAD =
      "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer an-agreed-token\r\n";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {

    @Bean
    Blocked blocked() {
      return new Blocked(new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  record Blocked(CountDownLatch started, CountDownLatch released) {}

  static class Handlers {

    private final Blocked blocked;

    Handlers(Blocked blocked) {
      this.blocked = blocked;
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) throws InterruptedException {
      blocked.started().countDown();
      blocked.released().await();
    }
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.REACTIVE)
        .run(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--logging.level.root=error",
            "--keyhook.webflux.threads=1",
            "--keyhook.webflux.queue=1",
            "--keyhook.webflux.read-timeout=500ms",
            "--keyhook.smartphonekey.path=/hook",
            "--keyhook.smartphonekey.bearer-tokens=an-agreed-token");
  }

  private static int port(ConfigurableApplicationContext context) {
    return Integer.parseInt(
        String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }

  private static String delivery(int number) {
    String body = "{\"id\":\"" + number + "\",\"detail-type\":\"Future\",\"detail\":{}}";
    return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void respondsWith503WhenTheQueueIsFull() throws Exception {
    ExecutorService connections = Executors.newCachedThreadPool();
    try (ConfigurableApplicationContext context = start()) {
      int port = port(context);
      Blocked blocked = context.getBean(Blocked.class);
      Future<String> first =
          connections.submit(() -> RawHttp.statusOf(port, delivery(0), End.STALL));
      blocked.started().await();
      ExecutorCompletionService<String> others = new ExecutorCompletionService<>(connections);
      for (int i = 1; i <= 4; i++) {
        int number = i;
        others.submit(() -> RawHttp.statusOf(port, delivery(number), End.STALL));
      }

      List<String> statuses = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        statuses.add(others.take().get());
      }
      assertThat(statuses).allMatch(status -> status.startsWith("HTTP/1.1 503"));
      blocked.released().countDown();
      assertThat(first.get()).startsWith("HTTP/1.1 204");
      assertThat(others.take().get()).as("the one that waited").startsWith("HTTP/1.1 204");
    } finally {
      connections.shutdownNow();
    }
  }

  @Test
  void logsNoStackTraceForABodyThatIsCut() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root;
    try (ConfigurableApplicationContext context = start()) {
      root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.setLevel(Level.INFO);
      log.start();
      root.addAppender(log);
      for (End end : End.values()) {
        assertThat(
                RawHttp.statusOf(port(context), HEAD + "Content-Length: 1000\r\n\r\n{\"id\":", end))
            .matches("|HTTP/1.1 503.*");
      }
      context.getBean(Blocked.class).released().countDown();
      assertThat(RawHttp.statusOf(port(context), delivery(1), End.STALL))
          .startsWith("HTTP/1.1 204");
    }
    root.detachAppender(log);

    assertThat(log.list)
        .filteredOn(event -> event.getThrowableProxy() != null)
        // Netty's own errors of a connection have no stack trace; one line is fine.
        .filteredOn(event -> event.getThrowableProxy().getStackTraceElementProxyArray().length > 0)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }
}
