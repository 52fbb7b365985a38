package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.JsonLimits;
import dev.keyhook.Secret;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each adapter does for a server, over real sockets. */
abstract class ServerAdapterContract {

  private static final KeyPair PAIR = Signing.keyPair(2048);
  private static final int LIMIT = 1 << 16;

  final ConcurrentLinkedQueue<SmartphoneKeyEvent> handled = new ConcurrentLinkedQueue<>();
  final CopyOnWriteArrayList<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private EventHandler<SmartphoneKeyEvent> handler = handled::add;

  /** Starts the server under test with a receiver at {@code /hook}, and returns its port. */
  abstract int start(WebhookReceiver receiver) throws Exception;

  abstract void stop() throws Exception;

  /** Returns how large a body may be whose sender still hears an answer. */
  abstract int largestDrained();

  @AfterEach
  void stopServer() throws Exception {
    stop();
  }

  private int startSmartphoneKey() throws Exception {
    return start(
        SmartphoneKeyWebhooks.receiver(
                SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN)))
            .limits(JsonLimits.defaults().maxBytes(LIMIT))
            .listener(
                new ReceiverListener() {
                  @Override
                  public void answered(
                      DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
                    outcomes.add(outcome);
                  }
                })
            .otherwise(event -> handler.handle(event))
            .build());
  }

  @Test
  void handsOverTheBytesThatWereSent() throws Exception {
    int port =
        start(
            SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic()))
                .otherwise(event -> {})
                .build());
    for (String body :
        List.of(
            Requests.lockStateChanged("a1"),
            Requests.lockStateChanged("a2") + "\r\n",
            "\ufeff" + Requests.lockStateChanged("a3"))) {
      byte[] bytes = body.getBytes(UTF_8);
      String signature =
          Base64.getEncoder().encodeToString(Signing.sign(PAIR.getPrivate(), Signing.RIGHT, bytes));
      assertThat(send(post(port, bytes).header("webhook-signature", signature)).statusCode())
          .isEqualTo(204);
      bytes[bytes.length / 2] ^= 1;
      assertThat(send(post(port, bytes).header("webhook-signature", signature)).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void answersEachOutcomeWithItsStatusAndHeaders() throws Exception {
    int port = startSmartphoneKey();
    byte[] event = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);

    assertThat(send(bearer(post(port, event))).statusCode()).isEqualTo(204);
    assertThat(send(bearer(post(port, event))).statusCode()).isEqualTo(204);
    assertThat(send(post(port, event)).statusCode()).isEqualTo(401);
    assertThat(send(bearer(post(port, new byte[0]))).statusCode()).isEqualTo(204);
    assertThat(send(bearer(post(port, "hello".getBytes(UTF_8)))).statusCode()).isEqualTo(500);
    HttpResponse<byte[]> get = send(HttpRequest.newBuilder(uri(port)).GET());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).contains("POST");
    assertThat(get.body()).isEmpty();
    assertThat(
            send(HttpRequest.newBuilder(uri(port)).method("HEAD", BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(405);
    assertThat(outcomes)
        .containsExactly(
            Outcome.HANDLED,
            Outcome.DUPLICATE,
            Outcome.UNPROVEN,
            Outcome.NOT_AN_EVENT,
            Outcome.NOT_JSON,
            Outcome.METHOD_NOT_ALLOWED,
            Outcome.METHOD_NOT_ALLOWED);
    assertThat(handled).hasSize(1);
  }

  @Test
  void answersValidationRequests() throws Exception {
    int port =
        start(
            SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic()))
                .permitRequestOrigin()
                .otherwise(event -> {})
                .build());

    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(URI.create(uri(port) + "?env=test"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("WebHook-Request-Origin", "eventemitter.example.com"));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("webhook-allowed-origin"))
        .contains("eventemitter.example.com");
  }

  @Test
  void refusesAHeaderThatComesTwice() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          "POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nAuthorization: Bearer "
              + Requests.TOKEN
              + "\r\nauthorization: Bearer "
              + Requests.TOKEN
              + "\r\n\r\n{}");
      assertThat(http.status()).isEqualTo(401);
    }
  }

  @Test
  void keepsAConnectionForSeveralDeliveries() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      for (int i = 0; i < 5; i++) {
        String body = Requests.keyAdded("k" + i / 2, "acme-corp");
        http.send(head("Content-Length: " + body.length()) + body);
        assertThat(http.status()).isEqualTo(204);
      }
    }
    assertThat(handled).hasSize(3);
  }

  @Test
  void takesAChunkedBody() throws Exception {
    int port = startSmartphoneKey();
    String body = Requests.keyAdded("1", "acme-corp");
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Transfer-Encoding: chunked"));
      for (int i = 0; i < body.length(); i++) {
        http.send("1\r\n" + body.charAt(i) + "\r\n");
      }
      assertThat(http.send("0\r\n\r\n").status()).isEqualTo(204);
    }
    assertThat(handled).singleElement().extracting(event -> event.raw().text()).isEqualTo(body);
  }

  @Test
  void takesABodyOfExactlyTheLimit() throws Exception {
    int port = startSmartphoneKey();
    byte[] body = padded(LIMIT);

    assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(204);
    assertThat(handled).hasSize(1);
  }

  @Test
  void refusesABodyOverTheLimitWithoutVerifyingIt() throws Exception {
    int port = startSmartphoneKey();

    for (int size : new int[] {LIMIT + 1, 4 * LIMIT, 32 * LIMIT}) {
      assertThat(send(post(port, padded(size))).statusCode()).isEqualTo(413);
    }

    assertThat(outcomes).containsOnly(Outcome.TOO_LARGE).hasSize(3);
    assertThat(handled).isEmpty();
  }

  @Test
  void letsASenderHearThatItsBodyIsTooLargeAfterItHasSentAllOfIt() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Content-Length: " + largestDrained())).send(padded(largestDrained()));
      assertThat(http.status()).isEqualTo(413);
    }
  }

  @Test
  void refusesAChunkedBodyOverTheLimit() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Transfer-Encoding: chunked"));
      String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
      http.send(chunk).send(chunk).send("0\r\n\r\n");
      assertThat(http.status()).isEqualTo(413);
    }
    assertThat(outcomes).containsExactly(Outcome.TOO_LARGE);
  }

  @Test
  void handlesNoBodyThatEndsTooEarly() throws Exception {
    int port = startSmartphoneKey();
    String body = Requests.keyAdded("1", "acme-corp");
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Content-Length: " + (body.length() + 10)) + body).endOutput();
      assertThat(http.status() / 100).isNotEqualTo(2);
    }
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Transfer-Encoding: chunked"))
          .send(Integer.toHexString(body.length()) + "\r\n" + body)
          .endOutput();
      assertThat(http.status() / 100).isNotEqualTo(2);
    }
    assertThat(outcomes).isEmpty();
    assertThat(handled).isEmpty();
  }

  @Test
  void answersEvenIfTheHandlerWasInterrupted() throws Exception {
    int port = startSmartphoneKey();
    handler =
        event -> {
          throw new InterruptedException();
        };
    byte[] body = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);

    assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(500);

    handler = handled::add;
    assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(204);
  }

  @Test
  void tellsASecondDeliveryToWaitForTheFirst() throws Exception {
    int port = startSmartphoneKey();
    SynchronousQueue<String> inside = new SynchronousQueue<>();
    SynchronousQueue<String> goOn = new SynchronousQueue<>();
    handler =
        event -> {
          inside.put("here");
          goOn.take();
        };
    byte[] body = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);
    var first = client.sendAsync(bearer(post(port, body)).build(), BodyHandlers.discarding());
    inside.take();

    HttpResponse<byte[]> second = send(bearer(post(port, body)));
    goOn.put("on");

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).contains("10");
    assertThat(first.join().statusCode()).isEqualTo(204);
    assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(204);
  }

  private static byte[] padded(int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) ' ');
    byte[] event = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);
    System.arraycopy(event, 0, body, size - event.length, event.length);
    return body;
  }

  private static String head(String framing) {
    return "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + Requests.TOKEN
        + "\r\n"
        + framing
        + "\r\n\r\n";
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port + "/hook");
  }

  private static HttpRequest.Builder post(int port, byte[] body) {
    return HttpRequest.newBuilder(uri(port)).POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpRequest.Builder bearer(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + Requests.TOKEN);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
