package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.spring.RawHttp.End;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Senders of a reactive application reset their connections. */
class WebFluxResetTest {

  private static final String HEAD =
      "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer an-agreed-token\r\n";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private ConfigurableApplicationContext context;
  private CountDownLatch released;
  private int port;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Handlers.class)
  static class Application {

    @Bean
    CountDownLatch released() {
      return new CountDownLatch(1);
    }

    @Bean
    BlockingQueue<String> seen() {
      return new LinkedBlockingQueue<>();
    }
  }

  static class Handlers {

    private final CountDownLatch released;
    private final BlockingQueue<String> seen;

    Handlers(CountDownLatch released, BlockingQueue<String> seen) {
      this.released = released;
      this.seen = seen;
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) throws InterruptedException {
      seen.add("started " + event.id());
      if (event.id().equals("waits")) {
        released.await();
      }
      seen.add("ended " + event.id());
    }
  }

  @BeforeEach
  void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.REACTIVE)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--logging.level.root=info",
                "--keyhook.webflux.read-timeout=500ms",
                "--keyhook.smartphonekey.path=/hook",
                "--keyhook.smartphonekey.bearer-tokens=an-agreed-token");
    port =
        Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    released = context.getBean(CountDownLatch.class);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    released.countDown();
    context.close();
    root.detachAppender(log);
  }

  private static String delivery(String id) {
    String body = "{\"id\":\"" + id + "\",\"detail-type\":\"Future\",\"detail\":{}}";
    return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @SuppressWarnings("unchecked")
  private String nextSeen() throws InterruptedException {
    BlockingQueue<String> seen = context.getBean(BlockingQueue.class);
    String line = seen.poll(30, TimeUnit.SECONDS);
    assertThat(line).as("a call of the handler within 30 seconds").isNotNull();
    return line;
  }

  /** Ignores the errors that Reactor Netty itself logs for connections that are reset. */
  private void assertNoOtherError() {
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .filteredOn(event -> !event.getLoggerName().startsWith("reactor.netty"))
        .extracting(
            event ->
                event.getLoggerName()
                    + ": "
                    + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : " " + event.getThrowableProxy().getClassName()))
        .isEmpty();
  }

  @Test
  void logsNoErrorForConnectionsThatAreReset() throws Exception {
    for (int i = 0; i < 200; i++) {
      String whole = delivery("number-" + i);
      RawHttp.statusOf(port, whole.substring(0, HEAD.length() + i % 50 + 25), End.RESET);
      RawHttp.statusOf(
          port,
          HEAD + "Transfer-Encoding: chunked\r\n\r\n" + (i % 2 == 0 ? "20\r\n{" : ""),
          End.RESET);
      RawHttp.statusOf(port, whole, End.RESET);
    }
    assertThat(RawHttp.statusOf(port, delivery("last"), End.STALL)).startsWith("HTTP/1.1 204");

    assertNoOtherError();
  }

  @Test
  void aHandlerIsNotInterruptedWhenItsSenderResetsTheConnection() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(delivery("waits").getBytes(US_ASCII));
      assertThat(nextSeen()).isEqualTo("started waits");
      socket.setSoLinger(true, 0);
    }
    // A later delivery is handled while the first one still runs.
    assertThat(RawHttp.statusOf(port, delivery("next"), End.STALL)).startsWith("HTTP/1.1 204");
    assertThat(nextSeen()).isEqualTo("started next");
    assertThat(nextSeen()).isEqualTo("ended next");

    released.countDown();
    assertThat(nextSeen()).isEqualTo("ended waits");
    assertNoOtherError();
  }
}
