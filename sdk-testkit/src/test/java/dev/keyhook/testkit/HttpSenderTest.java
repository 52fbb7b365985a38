package dev.keyhook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {

  private static final SchlageHomeDeliveries SENDER = SchlageHomeDeliveries.withNewKey();

  private final AtomicInteger handled = new AtomicInteger();
  private final WebhookReceiver receiver =
      SchlageHomeWebhooks.receiver(SENDER.verifier())
          .handle(SchlageHomeEvents.router().otherwise(event -> handled.incrementAndGet()).build())
          .build();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private HttpServer server;
  private HttpSender http;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hooks", WebhookHttpHandler.of(receiver));
    server.setExecutor(threads);
    server.start();
    http =
        HttpSender.to(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?env=test"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void sendsHeadersAndBytesAsTheyAre() {
    byte[] body = SchlageHomeSamples.lockStateChanged();

    assertThat(http.send(SENDER.deliver(body)).status()).isEqualTo(204);
    assertThat(http.send(SENDER.tampered(body)).status()).isEqualTo(401);
    assertThat(http.send(SENDER.huge(body)).status()).isEqualTo(413);
    assertThat(handled).hasValue(1);
  }

  @Test
  void returnsTheHeadersOfTheResponse() {
    WebhookResponse response = http.send(SENDER.validation());

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers()).containsEntry("allow", "OPTIONS, POST");
  }

  @Test
  void returnsTheBodyOfTheResponse() {
    server.createContext(
        "/challenge",
        WebhookHttpHandler.of(
            SchlageHomeWebhooks.receiver(SENDER.verifier())
                .handle(SchlageHomeEvents.router().otherwise(event -> {}).build())
                .validation(
                    "GET", request -> WebhookResponse.of(200, Map.of(), "echoed".getBytes(UTF_8)))
                .build()));
    HttpSender challenge =
        HttpSender.to(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/challenge"));

    WebhookResponse response = challenge.send(WebhookRequest.builder("GET").build());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).asString(UTF_8).isEqualTo("echoed");
  }

  @Test
  void sendsABurstAtOnceAndTheHandlerRunsOnce() {
    List<WebhookResponse> responses =
        http.sendAtOnce(SENDER.burst(SchlageHomeSamples.commandSucceeded(), 16));

    assertThat(responses).hasSize(16).allMatch(r -> r.status() == 204 || r.status() == 503);
    assertThat(handled).hasValue(1);
  }

  @Test
  void namesTheUrlIfThereIsNoResponse() {
    server.stop(0);
    WebhookRequest delivery = SENDER.deliver(SchlageHomeSamples.lockStateChanged());

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> http.send(delivery))
        .withMessageContaining("/hooks?env=test");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> http.sendAtOnce(List.of(delivery)));
  }

  @Test
  void rejectsAUrlThatIsNotHttp() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpSender.to(URI.create("ftp://example.com/")));
  }

  @Test
  void writesACommandForAShell() {
    WebhookRequest request =
        WebhookRequest.of(
            "POST",
            Map.of("X-B", List.of("it's"), "X-A", List.of("1", "2")),
            "{\"name\":\"O'Hara\"}".getBytes(UTF_8));

    assertThat(HttpSender.to(URI.create("http://localhost:1/hooks?env=test")).curl(request))
        .isEqualTo(
            """
            curl -i -X POST 'http://localhost:1/hooks?env=test' \\
              -H 'x-a: 1' \\
              -H 'x-a: 2' \\
              -H 'x-b: it'\\''s' \\
              --data-raw '{"name":"O'\\''Hara"}'\
            """);
  }

  @Test
  void writesNoCommandForABodyThatIsNotText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> http.curl(WebhookRequest.of("POST", Map.of(), new byte[] {0})));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> http.curl(WebhookRequest.of("POST", Map.of(), new byte[] {(byte) 0xff})));
  }
}
