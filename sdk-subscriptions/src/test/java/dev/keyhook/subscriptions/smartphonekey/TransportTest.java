package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.ApiServer.json;
import static dev.keyhook.subscriptions.ApiServer.lost;
import static dev.keyhook.subscriptions.ApiServer.response;
import static dev.keyhook.subscriptions.ApiServer.stall;
import static dev.keyhook.subscriptions.ApiServer.stalledBody;
import static dev.keyhook.subscriptions.RawServer.closedPort;
import static dev.keyhook.subscriptions.smartphonekey.Operation.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.FakeTime;
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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does about every response and delay, with every kind of operation. */
@Timeout(120) // for what would otherwise wait for a day
class TransportTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  private final FakeTime time = new FakeTime();
  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedConnectionIsTriedAgainBecauseNothingWasSent(Operation operation) throws IOException {
    URI closed = URI.create("http://localhost:" + closedPort());

    TransportException error = failure(operation, closed, time.settings());

    assertThat(error.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(time.waits())
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void succeedsOnceTheConnectionCanBeMade(Operation operation) throws IOException {
    int port = closedPort();
    AtomicReference<ApiServer> late = new AtomicReference<>();
    time.onWait(
        () -> {
          try {
            late.set(ApiServer.onPort(port).always(json(200, "{\"webhooks\":[]}")));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });

    call(operation, URI.create("http://localhost:" + port), time.settings());

    assertThat(late.get().received())
        .extracting(ApiServer.Received::method)
        .startsWith(operation.name()) // and a list after a POST
        .containsOnlyOnce(operation.name());
    late.get().close();
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownHostIsUnreachable(Operation operation) {
    TransportException error =
        failure(operation, URI.create("https://no-such-host.invalid"), time.settings());

    assertThat(error.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(error.mayHaveHappened()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void stalledHeadersTimeOut(Operation operation) {
    server.always(stall());

    TransportException error =
        failure(operation, server.url(), time.settings().readTimeout(SHORT).attempts(2));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(2));
  }

  @ParameterizedTest
  @EnumSource
  void aStalledBodyTimesOut(Operation operation) {
    server.always(stalledBody());

    TransportException error =
        failure(operation, server.url(), time.settings().readTimeout(SHORT).attempts(2));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(operation.requests(2));
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatDripsForeverEndsWithTheBudget(Operation operation) {
    server.always(
        json(200, "{\"webhooks\":[" + " ".repeat(1_000_000) + "]}")
            .newBuilder()
            .throttleBody(1, 20, TimeUnit.MILLISECONDS)
            .build());

    TransportException error =
        failure(
            operation, server.url(), time.settings().timeout(Duration.ofMillis(300)).attempts(1));

    assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(error.mayHaveHappened()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aWebPageIsNoAnswer(Operation operation) {
    server.always(response(200, "text/html; charset=utf-8", "<html>Log in, please</html>"));

    TransportException error = failure(operation);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_RESPONSE);
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

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_RESPONSE);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void anAnswerWhoseBodyIsNotDocumentedMayBeAnything() {
    server.then(json(200, "")).then(response(204, "", "")).then(response(200, "text/plain", "OK"));

    call(Operation.PUT);
    call(Operation.DELETE);
    call(Operation.PATCH);

    assertThat(server.received()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws IOException {
    try (ApiServer elsewhere = ApiServer.start()) {
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
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 524})
  void aTemporaryRefusalIsRetriedOnlyIfThatIsSafe(int status) {
    server.always(json(status, "{}"));
    for (Operation operation : Operation.values()) {
      server.received().clear();

      ApiException error = catchThrowableOfType(ApiException.class, () -> call(operation));

      assertThat(error.status()).isEqualTo(status);
      assertThat(server.received()).hasSize(operation.requests(4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 410, 422, 501, 505})
  void aLastingRefusalIsNotRetried(int status) {
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
      admin.webhooks("acme").list();
      admin.webhooks("acme").create(CALLBACK, EventSelection.everything());
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
  void theBudgetDoesNotDependOnTheWallClock() {
    server.then(json(503, "{}")).then(json(200, "{\"webhooks\":[]}"));
    time.onWait(() -> time.setClock(Duration.ofDays(1)));

    call(Operation.GET);

    assertThat(server.received()).hasSize(2);
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
            .transport(time.settings().build())
            .build()) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme").list());

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
    TransportSettings.Builder unlucky =
        time.settings().random(FakeTime.always(1)).attempts(8).timeout(Duration.ofMinutes(5));

    assertThatThrownBy(() -> call(Operation.GET, server.url(), unlucky))
        .isInstanceOf(ApiException.class);

    assertThat(time.waits())
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
  }

  @Test
  void aDeletionWhoseAnswerWasLostIsDoneWhenNothingIsLeft() {
    server.then(lost()).then(json(404, "{}"));

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
        request -> {
          asked.countDown();
          return stall();
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
        admin(server.url(), TransportSettings.builder().timeout(day).readTimeout(day));
    server.always(
        request -> {
          admin.close();
          return stall();
        });

    TransportException error =
        catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme").list());

    assertThat(error.reason()).isEqualTo(Reason.CLOSED);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void closingEndsAWaitBetweenAttempts() throws InterruptedException {
    Duration day = Duration.ofDays(1);
    SmartphoneKeyAdmin admin =
        admin(server.url(), TransportSettings.builder().timeout(day).maxRetryAfter(day));
    server.always(json(503, "{}", "Retry-After: 40000"));
    AtomicReference<TransportException> error = new AtomicReference<>();
    Thread caller =
        new Thread(
            () ->
                error.set(
                    catchThrowableOfType(
                        TransportException.class, () -> admin.webhooks("acme").list())));
    caller.start();
    server.awaitRequest();

    admin.close(); // the response is on its way, or the wait has begun
    caller.join();

    assertThat(error.get().reason()).isEqualTo(Reason.CLOSED);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aClosedClientSaysSo() {
    SmartphoneKeyAdmin admin = admin(server.url(), time.settings());
    admin.close();
    admin.close();

    assertThatThrownBy(() -> admin.webhooks("acme").list())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
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
      assertThatThrownBy(() -> TransportSettings.builder().timeout(limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void aDeletionOfAnUnknownIdAfterARefusalIsNoSuccess(int status) {
    server.then(json(status, "{}")).then(json(404, "{}"));

    assertThat(catchThrowableOfType(ApiException.class, () -> call(Operation.DELETE)).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void a407IsARefusal(Operation operation) {
    server.always(json(407, "{}", "Proxy-Authenticate: Basic realm=x"));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(operation));

    assertThat(error.status()).isEqualTo(407);
    assertThat(error).hasMessageContaining("proxy");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRetryAfterThatIsNotAsciiDoesNotHideASuccess(Operation operation) {
    server.always(json(200, "{\"webhooks\":[]}", "Retry-After: sp\u00e4ter"));

    call(operation);

    assertThat(server.received())
        .extracting(ApiServer.Received::method)
        .containsOnlyOnce(operation.name());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 524})
  void saysWhichRefusalsAreWorthARetry(int status) {
    server.always(json(status, "{}"));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.POST));

    assertThat(error.isRetryable()).isTrue();
    assertThat(error.mayHaveHappened())
        .isEqualTo(List.of(408, 500, 502, 504, 524).contains(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 407, 409, 422, 501, 505})
  void saysWhichRefusalsAreNot(int status) {
    server.always(json(status, "{}"));

    ApiException error = catchThrowableOfType(ApiException.class, () -> call(Operation.POST));

    assertThat(error.isRetryable()).isFalse();
    assertThat(error.mayHaveHappened()).isFalse();
  }

  @Test
  void aCallCanHaveABudgetOfItsOwn() {
    server.always(stall());
    try (SmartphoneKeyAdmin admin = admin(server.url(), time.settings().attempts(1))) {
      SmartphoneKeyAdmin impatient = admin.with(CallOptions.timeoutOf(Duration.ofMillis(200)));

      TransportException error =
          catchThrowableOfType(TransportException.class, () -> impatient.tenants().list());

      assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void theCallerDecidesWhetherACallIsIdempotent() {
    server.then(json(503, "{}")).always(json(200, "{\"webhooks\":[]}"));
    try (SmartphoneKeyAdmin admin = admin(server.url(), time.settings())) {
      admin
          .with(CallOptions.idempotentCalls(true))
          .webhooks("acme")
          .create(CALLBACK, EventSelection.everything());
      assertThat(server.received())
          .filteredOn(request -> request.method().equals("POST"))
          .hasSize(2);

      server.received().clear();
      server.then(json(503, "{}"));
      SmartphoneKeyAdmin once = admin.with(CallOptions.idempotentCalls(false));
      assertThatThrownBy(() -> once.tenants().list()).isInstanceOf(ApiException.class);
      assertThat(server.received()).hasSize(1);
    }
  }

  private TransportException failure(Operation operation) {
    return failure(operation, server.url(), time.settings());
  }

  private static TransportException failure(
      Operation operation, URI baseUrl, TransportSettings.Builder settings) {
    return operation.failure(baseUrl, settings.build());
  }

  private void call(Operation operation) {
    call(operation, server.url(), time.settings());
  }

  private static void call(Operation operation, URI baseUrl, TransportSettings.Builder settings) {
    operation.call(baseUrl, settings.build());
  }

  private static SmartphoneKeyAdmin admin(URI baseUrl, TransportSettings.Builder settings) {
    return Operation.admin(baseUrl, settings.build());
  }
}
