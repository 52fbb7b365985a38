package dev.keyhook.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.spring.RawHttp.End;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** A reactive application that denies every request stores webhooks in an embedded inbox. */
class WebFluxReceiveTest {

  private static final SmartphoneKeyDeliveries SENDER =
      SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));

  private static final BlockingQueue<String> HANDLED = new LinkedBlockingQueue<>();

  private static ConfigurableApplicationContext context;
  private static int port;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableWebFluxSecurity
  @Import(Handlers.class)
  static class Application {

    @Bean
    SecurityWebFilterChain denyAll(ServerHttpSecurity http) {
      return http.authorizeExchange(exchanges -> exchanges.anyExchange().denyAll()).build();
    }
  }

  static class Handlers {
    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {
      HANDLED.add(event.id());
    }
  }

  @BeforeAll
  static void start(@TempDir Path folder) {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.REACTIVE)
            .run(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--spring.webflux.base-path=/app",
                "--keyhook.webflux.read-timeout=500ms",
                "--keyhook.inbox.file=" + folder.resolve("keyhook.db"),
                "--keyhook.smartphonekey.path=/hooks/smartphone key",
                "--keyhook.smartphonekey.bearer-tokens=an-agreed-token");
    port =
        Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static HttpSender to(String path) {
    return HttpSender.to(URI.create("http://127.0.0.1:" + port + path));
  }

  @Test
  void storesAndHandlesADelivery() throws Exception {
    assertThat(
            to("/app/hooks/smartphone%20key?env=test")
                .send(SENDER.deliver(SmartphoneKeySamples.keyAdded()))
                .status())
        .isEqualTo(204);
    String id = HANDLED.poll(30, TimeUnit.SECONDS);
    assertThat(id)
        .isEqualTo(
            SmartphoneKeyEvents.parser().parseUnverified(SmartphoneKeySamples.keyAdded()).id());
    assertThat(context.getBean(InboxAdmin.class).count(InboxFilter.all().id(id))).isEqualTo(1);
  }

  @Test
  void matchesThePathAsItIsDecoded() {
    assertThat(to("/app/%68ooks/smartphone%20key").send(SENDER.verification()).status())
        .isEqualTo(204);
    assertThat(to("/app/other").send(WebhookRequest.builder("POST").build()).status())
        .as("another path")
        .isEqualTo(403);
  }

  @Test
  void refusesForgedAndHugeDeliveriesAndOtherMethods() {
    HttpSender http = to("/app/hooks/smartphone%20key");

    assertThat(http.send(SENDER.forged(SmartphoneKeySamples.keyAdded())).status()).isEqualTo(401);
    assertThat(http.send(SENDER.huge(SmartphoneKeySamples.keyAdded())).status()).isEqualTo(413);
    assertThat(http.send(WebhookRequest.builder("GET").build()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void neverAnswersABrokenBodyWith4xx(End end) throws Exception {
    String host = "Host: localhost\r\n";
    String token = "Authorization: Bearer an-agreed-token\r\n";
    String head = "POST /app/hooks/smartphone%20key HTTP/1.1\r\n" + host + token;
    String chunked = head + "Transfer-Encoding: chunked\r\n\r\n";

    assertThat(RawHttp.statusOf(port, head + "Content-Length: 1000\r\n\r\n{\"id\":", end))
        .matches("|HTTP/1.1 503.*");
    assertThat(RawHttp.statusOf(port, chunked + "20\r\n{\"id", end)).matches("|HTTP/1.1 503.*");
  }
}
