package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.RawServer.answer;
import static dev.keyhook.subscriptions.RawServer.hangUp;
import static dev.keyhook.subscriptions.RawServer.json;
import static dev.keyhook.subscriptions.RawServer.part;
import static dev.keyhook.subscriptions.RawServer.reset;
import static dev.keyhook.subscriptions.RawServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.RawServer;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of the network, met by every kind of operation. */
@Timeout(120) // for what would otherwise wait for a day
class TransportTest {

  private static final URI CALLBACK = URI.create("https://hooks.example.com/spk");
  private static final Duration SHORT = Duration.ofMillis(500);

  /** One operation for each HTTP method. */
  enum Operation {
    GET(true),
    PUT(true),
    DELETE(true),
    POST(false),
    PATCH(false);

    private final boolean repeatable;

    Operation(boolean repeatable) {
      this.repeatable = repeatable;
    }

    private void call(SmartphoneKeyAdmin admin, SmartphoneKeySubscriptions partner) {
      switch (this) {
        case GET -> admin.webhooks("acme");
        case PUT -> admin.updateWebhook("acme", "w1", WebhookChange.url(CALLBACK));
        case DELETE -> admin.deleteWebhook("acme", "w1");
        case POST -> admin.createWebhook("acme", CALLBACK, EventSelection.everything());
        case PATCH -> partner.changeUrl("w1", CALLBACK);
      }
    }

    private int requests(int ifRepeatable) {
      return repeatable ? ifRepeatable : 1;
    }
  }

  private final FakeTime time = new FakeTime();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedConnectionIsTriedAgainBecauseNothingWasSent(Operation operation) throws IOException {
    URI nobody = URI.create("http://localhost:" + RawServer.closedPort());

    TransportException error = failure(operation, nobody, time.settings());

    assertThat(error.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(time.waits())
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void succeedsOnceTheConnectionCanBeMade(Operation operation) throws IOException {
    int port = RawServer.closedPort();
    AtomicReference<RawServer> late = new AtomicReference<>();
    time.onWait(
        () -> {
          try {
            late.set(RawServer.onPort(port).always(json(200, "{\"webhooks\":[]}")));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });

    call(operation, URI.create("http://localhost:" + port), time.settings());

    assertThat(late.get().received())
        .extracting(RawServer.Received::method)
        .startsWith(operation.name()) // and a list after a POST
        .containsOnlyOnce(operation.name());
    late.get().close();
  }

  @ParameterizedTest
  @EnumSource
  void aHostThatNobodyKnowsIsUnreachable(Operation operation) {
    TransportException error =
        failure(operation, URI.create("https://no-such-host.invalid"), time.settings());

    assertThat(error.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(error.mayHaveHappened()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionResetBeforeTheRequestWasReadIsAFaultOfTheNetwork(Operation operation) {
    server.resetsAtOnce();

    TransportException error = failure(operation);

    assertThat(error.reason()).isIn(Reason.CONNECTION_LOST, Reason.UNREACHABLE);
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionResetAfterTheRequestIsRepeatedOnlyIfThatIsSafe(Operation operation) {
    server.always(reset());

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionClosedAfterTheRequestIsRepeatedOnlyIfThatIsSafe(Operation operation) {
    server.always(hangUp());

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @ParameterizedTest
  @EnumSource
  void stalledHeadersTimeOut(Operation operation) {
    server.always(server.stall());

    TransportException error =
        failure(operation, server.url(), time.settings().readTimeout(SHORT).attempts(2));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(2));
  }

  @ParameterizedTest
  @EnumSource
  void aStalledBodyTimesOut(Operation operation) {
    server.always(part(200, "{", 10, server.stall()));

    TransportException error =
        failure(operation, server.url(), time.settings().readTimeout(SHORT).attempts(2));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(2));
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatDripsForEverEndsWithTheBudget(Operation operation) {
    server.always(
        part(
            200,
            "{",
            1_000_000,
            (socket, request) -> {
              CountDownLatch never = new CountDownLatch(1);
              while (!never.await(20, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(' ');
                socket.getOutputStream().flush();
              }
            }));

    TransportException error =
        failure(
            operation, server.url(), time.settings().timeout(Duration.ofMillis(300)).attempts(1));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedBodyIsALostConnection(Operation operation) {
    server.always(part(200, "{\"webhooks\":[", 100, hangUp()));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @Test
  void aTruncatedRefusalIsARefusalAllTheSame() {
    server.always(part(400, "{\"code\":", 100, hangUp()));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.POST));

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.code()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aWebPageIsNoAnswer(Operation operation) {
    server.always(answer(200, "text/html; charset=utf-8", "<html>Log in, please</html>"));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
    assertThat(error).hasMessageContaining("proxy").hasMessageNotContaining("Log in, please");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "\"text\"", "{", "{\"webhooks\":[]} {}", "{\"other\":1}", "\u0000"})
  void whatIsNoJsonListIsUnreadable(String body) {
    server.always(json(200, body));

    TransportException error = failure(Operation.GET);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void anAnswerWhoseBodyIsNotDocumentedMayBeAnything() {
    server.then(json(200, "")).then(answer(204, "", "")).then(answer(200, "text/plain", "OK"));

    call(Operation.PUT);
    call(Operation.DELETE);
    call(Operation.PATCH);

    assertThat(server.received()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyOfAHundredMegabytesIsNotRead(Operation operation) {
    AtomicLong sent = new AtomicLong();
    server.always(
        part(
            200,
            "[",
            100 << 20,
            (socket, request) -> {
              byte[] chunk = new byte[64 << 10];
              while (sent.addAndGet(chunk.length) < 100L << 20) {
                socket.getOutputStream().write(chunk);
              }
            }));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(error).hasMessageContaining("1048576 bytes");
    assertThat(server.received()).hasSize(1);
    assertThat(sent).hasValueLessThan(50 << 20); // what the sockets' buffers took, not all
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws IOException {
    try (RawServer elsewhere = RawServer.start()) {
      server.always(json(status, "", "Location: " + elsewhere.url() + "/webhooks"));
      for (Operation operation : Operation.values()) {
        ApiException error = catchThrowableOfType(ApiException.class, () -> call(operation));

        assertThat(error.status()).isEqualTo(status);
        assertThat(error).hasMessageContaining("base URL");
      }
      assertThat(elsewhere.connections()).isZero();
    }
    assertThat(server.received()).hasSize(Operation.values().length);
  }

  @Test
  void aRedirectToItselfEndsAfterOneRequest() {
    server.always(json(302, "", "Location: " + server.url() + "/tenants/acme/webhooks"));

    assertThatThrownBy(() -> call(Operation.GET)).isInstanceOf(ApiException.class);

    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aTemporaryRefusalIsRepeatedOnlyIfThatIsSafe(int status) {
    server.always(json(status, "{}"));
    for (Operation operation : Operation.values()) {
      server.received().clear();

      ApiException error = catchThrowableOfType(ApiException.class, () -> call(operation));

      assertThat(error.status()).isEqualTo(status);
      assertThat(server.received()).hasSize(operation.requests(4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 410, 422})
  void aLastingRefusalIsNotRepeated(int status) {
    server.always(json(status, "{}"));
    for (Operation operation : Operation.values()) {
      server.received().clear();

      assertThatThrownBy(() -> call(operation)).isInstanceOf(ApiException.class);

      assertThat(server.received()).hasSize(1);
    }
  }

  /**
   * OkHttp by itself sends any request again after 503 with 0, unless it is kept from seeing it.
   */
  @ParameterizedTest
  @EnumSource
  void retryAfterZeroDoesNotLetTheHttpLibraryRepeatByItself(Operation operation) {
    server.always(json(503, "{}", "Retry-After: 0"));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(operation));

    assertThat(error.retryAfter()).contains(Duration.ZERO);
    assertThat(server.received()).hasSize(operation.requests(4));
  }

  @Test
  void noConnectionIsKeptThatCouldBeDeadWhenAPostIsWrittenToIt() {
    server.always(json(200, "{\"webhooks\":[]}", "Connection: keep-alive"));
    try (SmartphoneKeyAdmin admin = admin(server.url(), time.settings())) {
      admin.webhooks("acme");
      admin.createWebhook("acme", CALLBACK, EventSelection.everything());
    }

    assertThat(server.received()).hasSize(3);
    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void retryAfterInSecondsIsWaitedFor() {
    server.then(json(429, "{}", "Retry-After: 7")).then(json(200, "{\"webhooks\":[]}"));

    call(Operation.GET);

    assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void retryAfterAsADateIsWaitedFor() {
    server
        .then(json(503, "{}", "Retry-After: Thu, 01 Jan 2026 00:00:09 GMT"))
        .then(json(200, "{\"webhooks\":[]}"));

    call(Operation.GET);

    assertThat(time.waits()).containsExactly(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Wed, 31 Dec 2025 00:00:00 GMT", "soon", "-5", "", "1.5", "9 seconds", "٣"})
  void aRetryAfterThatSaysNothingIsNotWaitedFor(String header) {
    server.then(json(503, "{}", "Retry-After: " + header)).then(json(200, "{\"webhooks\":[]}"));

    call(Operation.GET);

    assertThat(time.waits()).containsExactly(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "21",
        "86401",
        "99999999999",
        "99999999999999999999999999999999999999",
        "Fri, 01 Jan 2027 00:00:00 GMT"
      })
  void aRetryAfterThatIsTooLongEndsTheCall(String header) {
    server.always(json(429, "{}", "Retry-After: " + header));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.GET));

    assertThat(time.waits()).isEmpty();
    assertThat(error.retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(21), Duration.ofDays(1));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aWaitThatDoesNotFitIntoTheBudgetIsNotBegun() {
    server.always(json(429, "{}", "Retry-After: 7"));

    ApiException error =
        catchThrowableOfType(
            ApiException.class,
            () ->
                call(
                    Operation.GET,
                    server.url(),
                    time.settings().timeout(Duration.ofSeconds(15)).attempts(10)));

    assertThat(error.status()).isEqualTo(429);
    assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void timeThatASupplierOfCredentialsTakesCounts() {
    AtomicInteger asked = new AtomicInteger();
    try (SmartphoneKeyAdmin admin =
        SmartphoneKeyAdmin.builder()
            .baseUrl(server.url())
            .adminKey(
                () -> {
                  asked.incrementAndGet();
                  time.pass(Duration.ofMinutes(1));
                  return Secret.of("admin-key");
                })
            .token(() -> Secret.of("token"))
            .transport(time.settings())
            .build()) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));

      assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(error.mayHaveHappened()).isFalse();
    }
    assertThat(asked).hasValue(1);
    assertThat(server.connections()).isZero();
  }

  @Test
  void whatASupplierThrowsComesOutUnchanged() {
    RuntimeException outage = new IllegalStateException("the vault is down");
    try (SmartphoneKeySubscriptions partner =
        SmartphoneKeySubscriptions.builder()
            .baseUrl(server.url())
            .apiKey(
                () -> {
                  throw outage;
                })
            .build()) {
      assertThat(catchThrowable(() -> partner.changeUrl("w1", CALLBACK))).isSameAs(outage);
    }
  }

  @Test
  void waitsGrowAndNeverExceedEightSecondsAndAHalf() {
    server.always(json(500, "{}"));
    TransportSettings unlucky =
        time.settings().random(FakeTime.always(1)).attempts(8).timeout(Duration.ofMinutes(5));

    assertThatThrownBy(() -> call(Operation.GET, server.url(), unlucky))
        .isInstanceOf(ApiException.class);

    assertThat(time.waits())
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
  }

  @Test
  void aDeletionWhoseAnswerWasLostIsDoneWhenNothingIsLeft() {
    server.then(hangUp()).then(json(404, "{}"));

    call(Operation.DELETE);

    assertThat(server.received()).hasSize(2);
  }

  @Test
  void aDeletionOfNothingIsAnError() {
    server.then(json(429, "{}")).then(json(404, "{}"));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.DELETE));

    assertThat(error.status()).isEqualTo(404);
  }

  @Test
  void anInterruptEndsACallThatWaitsForTheNetwork() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    server.always(
        (socket, request) -> {
          asked.countDown();
          server.stall().send(socket, request);
        });
    AtomicReference<Throwable> error = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              error.set(catchThrowable(() -> call(Operation.GET)));
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    asked.await();
    caller.interrupt();
    caller.join();

    assertThat(error.get())
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
              assertThat(e.mayHaveHappened()).isTrue();
            });
    assertThat(flag.get()).isTrue();
  }

  @Test
  void anInterruptEndsAWaitBetweenAttempts() {
    server.always(json(500, "{}"));
    time.onWait(() -> Thread.currentThread().interrupt());

    TransportException error = failure(Operation.GET);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    Thread.currentThread().interrupt();

    TransportException error = failure(Operation.POST);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(server.connections()).isZero();
  }

  @Test
  void closingEndsACallThatWaitsForTheNetwork() {
    Duration day = Duration.ofDays(1);
    SmartphoneKeyAdmin admin =
        admin(server.url(), TransportSettings.defaults().timeout(day).readTimeout(day));
    server.always(
        (socket, request) -> {
          admin.close();
          server.stall().send(socket, request);
        });

    TransportException error =
        catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));

    assertThat(error.reason()).isEqualTo(Reason.CLOSED);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void closingEndsAWaitBetweenAttempts() {
    Duration day = Duration.ofDays(1);
    SmartphoneKeyAdmin admin =
        admin(server.url(), TransportSettings.defaults().timeout(day).maxRetryAfter(day));
    server.always(
        (socket, request) -> {
          json(503, "{}", "Retry-After: 40000").send(socket, request);
          // The answer is on its way; the wait, if it has begun, ends when the client is closed.
          admin.close();
        });

    TransportException error =
        catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));

    assertThat(error.reason()).isEqualTo(Reason.CLOSED);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aClosedClientSaysSo() {
    SmartphoneKeyAdmin admin = admin(server.url(), time.settings());
    admin.close();
    admin.close();

    assertThatThrownBy(() -> admin.webhooks("acme"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip"
      })
  void whatIsNoHttpIsALostConnectionOrUnreadable(String raw) {
    server.always(text(raw));

    TransportException error = failure(Operation.POST);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void headersWithoutEndAreBounded() {
    AtomicLong sent = new AtomicLong();
    server.always(
        (socket, request) -> {
          socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
          byte[] line = ("X-Filler: " + "x".repeat(8000) + "\r\n").getBytes(UTF_8);
          while (sent.addAndGet(line.length) < 100L << 20) {
            socket.getOutputStream().write(line);
          }
        });

    TransportException error = failure(Operation.POST);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(sent).hasValueLessThan(50 << 20);
  }

  @Test
  void saysWhoItIs() {
    server.always(json(200, "{\"webhooks\":[]}"));

    call(Operation.GET);

    assertThat(server.received().get(0).header("User-Agent"))
        .matches("keyhook/[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }

  @Test
  void settingsWithoutALimitAreRefused() {
    for (Duration limit : List.of(Duration.ZERO, Duration.ofDays(2), Duration.ofMillis(-1))) {
      assertThatThrownBy(() -> TransportSettings.defaults().timeout(limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private TransportException failure(Operation operation) {
    return failure(operation, server.url(), time.settings());
  }

  private static TransportException failure(
      Operation operation, URI baseUrl, TransportSettings settings) {
    TransportException error =
        catchThrowableOfType(TransportException.class, () -> call(operation, baseUrl, settings));
    assertThat(error).isNotNull();
    return error;
  }

  private void call(Operation operation) {
    call(operation, server.url(), time.settings());
  }

  private static void call(Operation operation, URI baseUrl, TransportSettings settings) {
    try (SmartphoneKeyAdmin admin = admin(baseUrl, settings);
        SmartphoneKeySubscriptions partner =
            SmartphoneKeySubscriptions.builder()
                .baseUrl(baseUrl)
                .apiKey(() -> Secret.of("partner-key"))
                .transport(settings)
                .build()) {
      operation.call(admin, partner);
    }
  }

  private static SmartphoneKeyAdmin admin(URI baseUrl, TransportSettings settings) {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(baseUrl)
        .adminKey(() -> Secret.of("admin-key"))
        .token(() -> Secret.of("admin-token"))
        .transport(settings)
        .build();
  }
}
