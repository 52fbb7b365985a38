package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventContext;
import dev.keyhook.spring.RawHttp.End;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** A servlet application that denies every request receives webhooks, within the request. */
class ServletReceiveTest {

  private static final SmartphoneKeyDeliveries SMARTPHONEKEY =
      SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));
  private static final SchlageHomeDeliveries SCHLAGE_HOME = SchlageHomeDeliveries.withNewKey();

  private static ConfigurableApplicationContext context;
  private static int port;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DenyAllSecurity.class, Handlers.class})
  static class Application {

    @Bean
    Received received() {
      return new Received();
    }
  }

  @Lazy
  static class Handlers {

    private final Received received;
    final boolean isBeforeServer;

    Handlers(Received received, Environment environment) {
      this.received = received;
      this.isBeforeServer = environment.getProperty("local.server.port") == null;
    }

    @WebhookHandler
    void keyAdded(SmartphoneKeyEvent event, KeyAdded key, EventContext context) {
      received.add("key " + key.keyUuid().isBlank() + " attempt " + context.attempt());
    }

    @WebhookHandler("LockBatteryLow")
    void batteryLow(SmartphoneKeyEvent event) {
      received.add("battery");
    }

    @WebhookHandler
    void rest(SmartphoneKeyEvent event) {
      received.add("rest " + event.type());
    }

    @WebhookHandler
    void schlageHome(SchlageHomeEvent event) {
      received.add("schlage " + event.type());
    }
  }

  @BeforeAll
  static void start() {
    context =
        TestApplications.servlet(
            Application.class,
            "server.servlet.context-path=/app",
            "server.tomcat.connection-timeout=500ms",
            "keyhook.smartphonekey.path=/hooks/smartphone key",
            "keyhook.smartphonekey.bearer-tokens=an-agreed-token",
            "keyhook.schlage-home.path=/hooks/schlage-home",
            "keyhook.schlage-home.public-keys=" + SCHLAGE_HOME.publicKeyPem());
    port = TestApplications.port(context);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void forgetOtherTests() {
    received().drain();
  }

  private static Received received() {
    return context.getBean(Received.class);
  }

  private static HttpSender to(String path) {
    return HttpSender.to(URI.create("http://127.0.0.1:" + port + path));
  }

  @Test
  void evenLazyHandlersExistBeforeTheServerAcceptsRequests() {
    assertThat(context.getBean(Handlers.class).isBeforeServer).isTrue();
  }

  @Test
  void callsTheHandlerOfTheData() throws Exception {
    WebhookRequest delivery = SMARTPHONEKEY.deliver(SmartphoneKeySamples.keyAdded());

    assertThat(to("/app/hooks/smartphone%20key").send(delivery).status()).isEqualTo(204);
    assertThat(received().drain()).containsExactly("key false attempt 1");
    assertThat(to("/app/hooks/smartphone%20key").send(delivery).status()).isEqualTo(204);
    assertThat(received().drain()).as("a duplicate").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/hooks/smartphone%20key?env=test",
        "/app/%68ooks/smartphone%20key",
        "/app/hooks/./smartphone%20key;a=b"
      })
  void matchesThePathAsTheContainerDecodesIt(String path) {
    assertThat(to(path).send(SMARTPHONEKEY.verification()).status()).isEqualTo(204);
  }

  @Test
  void callsTheHandlerOfATypeByItsName() throws Exception {
    String body =
        """
        {"version":"0","id":"low","detail-type":"LockBatteryLow","source":"spk.api",\
        "detail":{"data":{}}}""";

    assertThat(
            to("/app/hooks/smartphone%20key")
                .send(SMARTPHONEKEY.deliver(body.getBytes(UTF_8)))
                .status())
        .isEqualTo(204);
    assertThat(received().drain()).containsExactly("battery");
  }

  @Test
  void verifiesSignaturesAndAnswersTheVendorsValidation() {
    HttpSender http = to("/app/hooks/schlage-home");
    byte[] body = SchlageHomeSamples.lockStateChanged();

    assertThat(http.send(SCHLAGE_HOME.deliver(body)).status()).isEqualTo(204);
    assertThat(received().drain()).hasSize(1);
    assertThat(http.send(SCHLAGE_HOME.tampered(body)).status()).isEqualTo(401);
    assertThat(http.send(SCHLAGE_HOME.validation()).status()).isEqualTo(204);
    assertThat(http.send(WebhookRequest.builder("GET").build()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense"
      })
  void readsTheRawBodyWhateverItsContentType(String contentType) throws Exception {
    String body =
        "{\"id\":\"" + contentType.hashCode() + "\",\"detail-type\":\"Future\",\"detail\":{}}";
    WebhookRequest request =
        WebhookRequest.builder("POST")
            .header("Authorization", "Bearer an-agreed-token")
            .header("Content-Type", contentType)
            .body(body.getBytes(UTF_8))
            .build();

    assertThat(to("/app/hooks/smartphone%20key").send(request).status()).isEqualTo(204);
    assertThat(received().drain()).containsExactly("rest Future");
  }

  @Test
  void refusesForgedAndHugeDeliveries() {
    HttpSender http = to("/app/hooks/smartphone%20key");

    assertThat(http.send(SMARTPHONEKEY.forged(SmartphoneKeySamples.keyAdded())).status())
        .isEqualTo(401);
    assertThat(http.send(SMARTPHONEKEY.huge(SmartphoneKeySamples.keyAdded())).status())
        .isEqualTo(413);
    assertThat(received().drain()).isEmpty();
  }

  @Test
  void leavesOtherPathsToTheApplication() {
    assertThat(to("/app/hooks/smartphonekey").send(WebhookRequest.builder("POST").build()).status())
        .isEqualTo(403);
    assertThat(to("/app/other").send(WebhookRequest.builder("GET").build()).status())
        .isEqualTo(403);
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
    assertThat(RawHttp.statusOf(port, chunked + "zz\r\n{\"id", end)).matches("|HTTP/1.1 503.*");
    assertThat(received().drain()).isEmpty();
  }
}
