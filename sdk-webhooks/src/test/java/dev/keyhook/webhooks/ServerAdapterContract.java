package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.bell.BellEvents;
import com.example.bell.BellWebhooks;
import dev.keyhook.JsonLimits;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventHandler;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of each server adapter, tested over real sockets. */
abstract class ServerAdapterContract {

  private static final KeyPair PAIR = Signing.keyPair(2048);
  private static final int LIMIT = 1 << 16;
  private static final Duration LONG = Duration.ofSeconds(20);

  final ConcurrentLinkedQueue<SmartphoneKeyEvent> handled = new ConcurrentLinkedQueue<>();
  final CopyOnWriteArrayList<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<WebhookRequest> requests = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  volatile EventHandler<SmartphoneKeyEvent> handler = handled::add;

  /**
   * Starts the server under test with a receiver at {@code /hook}.
   *
   * @param readTimeout how long the server waits for bytes of a body, if that can be configured
   * @return its port
   */
  abstract int start(WebhookReceiver receiver, Duration readTimeout) throws Exception;

  abstract void stop() throws Exception;

  /** Returns the largest size of a refused body at which the sender still reads the response. */
  abstract int largestDrained();

  @AfterEach
  void stopServer() throws Exception {
    stop();
  }

  private int startSmartphoneKey() throws Exception {
    return startSmartphoneKey(LONG);
  }

  int startSmartphoneKey(Duration readTimeout) throws Exception {
    return start(smartphoneKey(), readTimeout);
  }

  final WebhookReceiver smartphoneKey() {
    return SmartphoneKeyWebhooks.receiver(
            SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN)))
        .limits(JsonLimits.defaults().maxBytes(LIMIT))
        .handle(SmartphoneKeyEvents.router().otherwise(event -> handler.handle(event)).build())
        .onFailure((delivery, cause) -> {})
        .listener(
            (endpoint, request) -> {
              requests.add(request);
              return new Outcomes(outcomes);
            })
        .build();
  }

  /** Records the outcome of each request. */
  private record Outcomes(List<Outcome> outcomes) implements ReceiverListener {

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      outcomes.add(outcome);
    }
  }

  private WebhookReceiver schlageHome() {
    return SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic()))
        .permitRequestOrigin()
        .handle(SchlageHomeEvents.router().otherwise(event -> {}).build())
        .build();
  }

  @Test
  void passesOnTheBytesThatWereSent() throws Exception {
    int port = start(schlageHome(), LONG);
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
  void respondsToEachOutcomeWithItsStatusAndHeaders() throws Exception {
    int port = startSmartphoneKey();
    byte[] event = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);

    assertThat(send(bearer(post(port, event))).statusCode()).isEqualTo(204);
    assertThat(send(bearer(post(port, event))).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> refused = send(post(port, event));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEmpty();
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
            Outcome.UNAUTHENTICATED,
            Outcome.EMPTY,
            Outcome.UNREADABLE,
            Outcome.METHOD_NOT_ALLOWED,
            Outcome.METHOD_NOT_ALLOWED);
    assertThat(handled).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "Post", "pOST"})
  void aMethodInAnotherLetterCaseIs405AndNoHandlerRuns(String method) throws Exception {
    int port = startSmartphoneKey();
    String body = Requests.keyAdded("1", "acme-corp");
    try (RawHttp http = new RawHttp(port)) {
      http.send(head(method, "Content-Length: " + body.length()) + body);
      assertThat(http.status()).isEqualTo(405);
    }
    assertThat(outcomes).containsExactly(Outcome.METHOD_NOT_ALLOWED);
    assertThat(handled).isEmpty();
  }

  @Test
  void passesOnTargetAndRepeatedHeaders() throws Exception {
    int port = startSmartphoneKey();
    String body = Requests.keyAdded("1", "acme-corp");
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          "POST /hook?env=te%20st&a=%2F HTTP/1.1\r\nHost: localhost\r\nX-Many: a\r\nOther: x\r\n"
              + "x-many: b\r\nX-MANY: a, c\r\nAuthorization: Bearer "
              + Requests.TOKEN
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      assertThat(http.status()).isEqualTo(204);
    }
    WebhookRequest request = requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).contains("/hook?env=te%20st&a=%2F");
    assertThat(request.header("X-Many")).containsExactly("a", "b", "a, c");
    assertThat(new String(request.body(), UTF_8)).isEqualTo(body);
  }

  @Test
  void passesOnATargetWithoutAQuery() throws Exception {
    int port = startSmartphoneKey();

    send(bearer(post(port, new byte[0])));

    assertThat(requests.get(0).target()).contains("/hook");
  }

  @Test
  void respondsToValidationRequests() throws Exception {
    int port = start(schlageHome(), LONG);

    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(URI.create(uri(port) + "?env=test"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("WebHook-Request-Origin", "eventemitter.example.com"));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("webhook-allowed-origin"))
        .contains("eventemitter.example.com");
  }

  @Test
  void sendsTheBodyOfAChallenge() throws Exception {
    int port =
        start(
            BellWebhooks.receiver(BellWebhooks.checksumVerifier())
                .handle(BellEvents.router().otherwise(event -> {}).build())
                .validation("PUT", request -> WebhookResponse.of(202, Map.of(), request.body()))
                .validation(
                    "HEAD", request -> WebhookResponse.of(200, Map.of(), "none".getBytes(US_ASCII)))
                .build(),
            LONG);
    URI challenge = URI.create(uri(port) + "?challenge=a1b2");

    HttpResponse<byte[]> get = send(HttpRequest.newBuilder(challenge).GET());
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(new String(get.body(), US_ASCII)).isEqualTo("a1b2");

    HttpResponse<byte[]> put =
        send(HttpRequest.newBuilder(challenge).PUT(BodyPublishers.ofString("echo")));
    assertThat(put.statusCode()).isEqualTo(202);
    assertThat(new String(put.body(), US_ASCII)).isEqualTo("echo");

    HttpResponse<byte[]> head =
        send(HttpRequest.newBuilder(challenge).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(send(HttpRequest.newBuilder(challenge).GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesACredentialThatOccursTwice() throws Exception {
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
  void acceptsAChunkedBody() throws Exception {
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
  void acceptsABodyOfExactlyTheLimit() throws Exception {
    int port = startSmartphoneKey();

    assertThat(send(bearer(post(port, padded(LIMIT)))).statusCode()).isEqualTo(204);
    assertThat(handled).hasSize(1);
  }

  @Test
  void refusesABodyOverTheLimitWithoutVerifyingIt() throws Exception {
    int port = startSmartphoneKey();

    for (int size : new int[] {LIMIT + 1, 4 * LIMIT}) {
      try (RawHttp http = new RawHttp(port)) {
        http.send("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
        assertThat(http.status()).isEqualTo(413);
      }
    }

    assertThat(outcomes).containsOnly(Outcome.TOO_LARGE).hasSize(2);
    assertThat(handled).isEmpty();
  }

  @Test
  void refusesAChunkedBodyOverTheLimit() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Transfer-Encoding: chunked"));
      // Sends only the first byte beyond the limit: unread bytes can discard the response when the
      // server closes the connection.
      http.send("10000\r\n" + "x".repeat(1 << 16) + "\r\n").send("1\r\nx\r\n0\r\n\r\n");
      assertThat(http.status()).isEqualTo(413);
    }
    assertThat(outcomes).containsExactly(Outcome.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65537", "1048576", "9223372036854775807"})
  void refusesADeclaredLengthOverTheLimitAtOnce(String length) throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Content-Length: " + length));
      assertThat(http.status()).isEqualTo(413);
    }
    assertThat(outcomes).containsExactly(Outcome.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 65536", "Transfer-Encoding: chunked"})
  void refusesAnUnauthenticatedSenderBeforeItSendsItsBody(String framing) throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          "POST /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n"
              + framing
              + "\r\n\r\n");
      assertThat(http.status()).isEqualTo(401);
    }
    assertThat(outcomes).containsExactly(Outcome.UNAUTHENTICATED);
    assertThat(requests).singleElement().extracting(WebhookRequest::bodySize).isEqualTo(0);
  }

  @Test
  void refusesAnotherMethodBeforeItsBodyIsSent() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("PUT", "Content-Length: 1000"));
      assertThat(http.status()).isEqualTo(405);
    }
  }

  @Test
  void letsASenderReadTheRefusalAfterItHasSentAllOfItsBody() throws Exception {
    int port = startSmartphoneKey();
    try (RawHttp http = new RawHttp(port)) {
      http.send(head("Content-Length: " + largestDrained())).send(padded(largestDrained()));
      assertThat(http.status()).isEqualTo(413);
    }
    try (RawHttp http = new RawHttp(port)) {
      http.send("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LIMIT + "\r\n\r\n")
          .send(padded(LIMIT));
      assertThat(http.status()).isEqualTo(401);
    }
  }

  @Test
  void neverRespondsWith4xxToATruncatedBody() throws Exception {
    int port = startSmartphoneKey();
    String body = Requests.keyAdded("1", "acme-corp");
    for (String cut : cuts(body)) {
      try (RawHttp http = new RawHttp(port)) {
        http.send(cut).endOutput();
        assertThat(http.status()).as(cut).isIn(0, 500, 502, 503);
      }
      try (RawHttp http = new RawHttp(port)) {
        http.send(cut).reset();
      }
    }
    assertThat(outcomes).isEmpty();
    assertThat(handled).isEmpty();

    assertThat(send(bearer(post(port, body.getBytes(UTF_8)))).statusCode()).isEqualTo(204);
  }

  /** Returns requests whose body ends too early, for each kind of framing. */
  static List<String> cuts(String body) {
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body;
    return List.of(
        head("Content-Length: " + (body.length() + 10)) + body,
        head("Content-Length: " + body.length()) + body.substring(1),
        head("Content-Length: " + body.length()),
        head("Transfer-Encoding: chunked"),
        head("Transfer-Encoding: chunked") + chunk,
        head("Transfer-Encoding: chunked") + chunk.substring(0, 20),
        head("Transfer-Encoding: chunked") + chunk + "\r\n");
  }

  @Test
  void servesFurtherRequestsAfterAHandlerWasInterrupted() throws Exception {
    int port = startSmartphoneKey();
    byte[] body = Requests.keyAdded("1", "acme-corp").getBytes(UTF_8);
    handler =
        event -> {
          throw new InterruptedException();
        };
    for (int i = 0; i < 6; i++) {
      assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(500);
    }

    handler =
        event -> {
          Thread.currentThread().interrupt();
          handled.add(event);
        };
    for (int i = 0; i < 6; i++) {
      byte[] next = Requests.keyAdded("i" + i, "acme-corp").getBytes(UTF_8);
      assertThat(send(bearer(post(port, next))).statusCode()).isEqualTo(204);
    }
    handler = handled::add;
    assertThat(send(bearer(post(port, body))).statusCode()).isEqualTo(204);
    assertThat(handled).hasSize(7);
  }

  @Test
  void tellsASecondDeliveryToRetryWhileTheFirstIsHandled() throws Exception {
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

  static String head(String framing) {
    return head("POST", framing);
  }

  private static String head(String method, String framing) {
    return method
        + " /hook HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
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

  static HttpRequest.Builder bearer(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + Requests.TOKEN);
  }

  final HttpResponse<byte[]> sendEvent(int port, String id)
      throws IOException, InterruptedException {
    return send(bearer(post(port, Requests.keyAdded(id, "acme-corp").getBytes(UTF_8))));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
