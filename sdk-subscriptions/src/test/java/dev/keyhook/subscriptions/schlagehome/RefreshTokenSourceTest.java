package dev.keyhook.subscriptions.schlagehome;

import static dev.keyhook.subscriptions.ApiServer.json;
import static dev.keyhook.subscriptions.ApiServer.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenSourceTest {

  private final FakeTime time = new FakeTime();
  private final List<Secret> kept = new ArrayList<>();
  private ApiServer server;
  private RefreshTokenSource tokens;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start();
    tokens = builder().build();
  }

  @AfterEach
  void stop() throws IOException {
    tokens.close();
    server.close();
  }

  private RefreshTokenSource.Builder builder() {
    return builder(() -> Secret.of("client secret"))
        .refreshToken(Secret.of("refresh/1"))
        .keepRefreshToken(kept::add);
  }

  private RefreshTokenSource.Builder builder(Supplier<Secret> clientSecret) {
    return RefreshTokenSource.builder()
        .client(
            OAuthClient.builder()
                .tokenUrl(server.url().resolve("/oauth2/token"))
                .clientId("client:1")
                .clientSecret(clientSecret)
                .build())
        .transport(time.settings().build());
  }

  @Test
  void sendsTheRequestThatTheStandardDefines() {
    server.then(token("a1", ""));

    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));

    ApiServer.Received request = server.received().get(0);
    assertThat(request.method() + " " + request.target()).isEqualTo("POST /oauth2/token");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.body()).isEqualTo("grant_type=refresh_token&refresh_token=refresh%2F1");
    // RFC 6749 section 2.3.1: client%3A1:client+secret
    assertThat(request.header("Authorization")).isEqualTo("Basic Y2xpZW50JTNBMTpjbGllbnQrc2VjcmV0");
  }

  @Test
  void renewsAMinuteBeforeTheEnd() {
    server.then(token("a1", "\"expires_in\":3600")).then(token("a2", "\"expires_in\":\"3600\""));

    tokens.accessToken();
    time.pass(Duration.ofSeconds(3539));
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
    time.pass(Duration.ofSeconds(1));
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a2"));
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void renewsAShortLivedTokenAfterHalfOfItsLife() {
    server.then(token("a1", "\"expires_in\":60")).then(token("a2", "\"expires_in\":60"));

    tokens.accessToken();
    time.pass(Duration.ofSeconds(29));
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
    time.pass(Duration.ofSeconds(1));
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"expires_in\":0", "\"expires_in\":\"x\"", "\"expires_in\":-1"})
  void aTokenWithoutAKnownEndIsUsedUntilItIsRefused(String expiry) {
    server.then(token("a1", expiry)).then(token("a2", expiry));

    Secret first = tokens.accessToken();
    time.pass(Duration.ofDays(300));
    assertThat(tokens.accessToken()).isEqualTo(first);
    tokens.refused(Secret.of("another"));
    assertThat(tokens.accessToken()).isEqualTo(first);
    tokens.refused(first);
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a2"));
  }

  @Test
  void aNewRefreshTokenIsUsedNextAndKeptFirst() {
    server
        .then(token("a1", "\"refresh_token\":\"r2\""))
        .then(token("a2", "\"refresh_token\":\"r2\""));

    tokens.refused(tokens.accessToken());
    tokens.accessToken();

    assertThat(kept).containsExactly(Secret.of("r2"));
    assertThat(server.received().get(1).body()).endsWith("refresh_token=r2");
  }

  @Test
  void aRefreshTokenThatCouldNotBeKeptIsOfferedAgain() {
    server.then(token("a1", "\"refresh_token\":\"r2\""));
    List<Secret> offered = new ArrayList<>();
    RuntimeException outage = new IllegalStateException("the vault is down");
    try (RefreshTokenSource source =
        builder()
            .keepRefreshToken(
                next -> {
                  offered.add(next);
                  if (offered.size() == 1) {
                    throw outage;
                  }
                })
            .build()) {
      assertThat(catchThrowable(source::accessToken)).isSameAs(outage);
      assertThat(source.accessToken()).isEqualTo(Secret.of("a1"));
      assertThat(source.accessToken()).isEqualTo(Secret.of("a1"));
    }
    assertThat(offered).containsExactly(Secret.of("r2"), Secret.of("r2"));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void oneThreadSendsTheRequestAndAllGetItsToken() throws InterruptedException {
    assertThat(resultsOfThreads(8, token("a1", ""))).hasSize(8).containsOnly(Secret.of("a1"));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void oneThreadSendsTheRequestAndAllGetItsRefusal() throws InterruptedException {
    assertThat(resultsOfThreads(4, json(400, "{\"error\":\"invalid_grant\"}")))
        .hasSize(4)
        .hasOnlyElementsOfType(ApiException.class);
    assertThat(server.received()).hasSize(1);
  }

  /** Returns the results of threads that need a token while the request for it runs. */
  private Queue<Object> resultsOfThreads(int count, MockResponse response)
      throws InterruptedException {
    HeldResponse held = hold(response);
    Queue<Object> results = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(waiting(() -> results.add(result(tokens))));
    }
    held.go().countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return results;
  }

  /**
   * A response that the server holds back.
   *
   * @param asked is zero when the request has arrived
   * @param go sends the response when it is zero
   */
  private record HeldResponse(CountDownLatch asked, CountDownLatch go) {}

  private HeldResponse hold(MockResponse response) {
    HeldResponse held = new HeldResponse(new CountDownLatch(1), new CountDownLatch(1));
    server.always(
        request -> {
          held.asked().countDown();
          await(held.go());
          return response;
        });
    return held;
  }

  /** Returns a token, or the exception. */
  private static Object result(RefreshTokenSource source) {
    try {
      return source.accessToken();
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void anInterruptOfTheRenewingThreadDoesNotAffectTheOthers() throws InterruptedException {
    TokenStore store = TokenStore.inMemory(TokenState.of(Secret.of("r1")));
    store.compareAndSet(store.load(), store.load().claimed(time.instant().plusSeconds(60)));
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    time.onWait(
        () -> {
          waits.countDown();
          await(go);
          Thread.currentThread().interrupt();
        });
    server.always(token("a2", ""));
    try (RefreshTokenSource source = builder(() -> Secret.of("s")).store(store).build()) {
      AtomicReference<Throwable> first = new AtomicReference<>();
      AtomicReference<Secret> second = new AtomicReference<>();
      Thread leader = new Thread(() -> first.set(catchThrowable(source::accessToken)));
      leader.start();
      waits.await();
      Thread follower = waiting(() -> second.set(source.accessToken()));

      time.pass(Duration.ofSeconds(60)); // the other node's claim is over
      go.countDown();
      leader.join();
      follower.join();

      assertThat(first.get())
          .isInstanceOfSatisfying(
              TransportException.class,
              error -> assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED));
      assertThat(second.get()).isEqualTo(Secret.of("a2"));
    }
  }

  @Test
  void anInterruptDoesNotLoseTheTokensOfARequestThatWasSent() throws InterruptedException {
    HeldResponse held = hold(token("a1", "\"refresh_token\":\"r2\""));
    List<Boolean> interruptedWhileKeeping = new ArrayList<>();
    try (RefreshTokenSource source =
        builder()
            .keepRefreshToken(
                next -> {
                  interruptedWhileKeeping.add(Thread.currentThread().isInterrupted());
                  kept.add(next);
                })
            .build()) {
      AtomicReference<Object> result = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread leader =
          new Thread(
              () -> {
                result.set(result(source));
                flag.set(Thread.currentThread().isInterrupted());
              });
      leader.start();
      held.asked().await();

      leader.interrupt();
      held.go().countDown();
      leader.join();

      assertThat(result.get()).isEqualTo(Secret.of("a1"));
      assertThat(flag.get()).as("the interrupt is kept for the caller").isTrue();
      assertThat(kept).containsExactly(Secret.of("r2"));
      assertThat(interruptedWhileKeeping).containsExactly(false);
    }
  }

  @Test
  void closingDoesNotLoseTheTokensOfARequestThatWasSent() throws InterruptedException {
    HeldResponse held = hold(token("a1", "\"refresh_token\":\"r2\""));
    AtomicReference<Object> result = new AtomicReference<>();
    Thread leader = new Thread(() -> result.set(result(tokens)));
    leader.start();
    held.asked().await();

    tokens.close();
    held.go().countDown();
    leader.join();

    assertThat(result.get()).isEqualTo(Secret.of("a1"));
    assertThat(kept).containsExactly(Secret.of("r2"));
    assertThatThrownBy(tokens::accessToken).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void requestsATokenOnceIfTheVendorIssuesTheRefusedOneAgain() {
    server.always(token("a1", ""));

    tokens.refused(tokens.accessToken());

    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void aTokenThatIsDueWhenItArrivesIsStillReturned() {
    server.always(
        request -> {
          time.pass(Duration.ofSeconds(1));
          return token("a1", "\"expires_in\":1");
        });

    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void thePauseAfterAFailureDoesNotDependOnTheWallClock() {
    server.then(json(503, "{}")).always(token("a1", ""));
    assertThatThrownBy(tokens::accessToken).isInstanceOf(ApiException.class);

    time.setClock(Duration.ofDays(-1));
    time.pass(Duration.ofMillis(250));

    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
  }

  @Test
  void theTimeThatTheSupplierOfASecretInTheBodyTakesCounts() {
    OAuthClient slow =
        OAuthClient.builder()
            .tokenUrl(server.url())
            .clientId("client")
            .clientSecret(
                () -> {
                  time.pass(Duration.ofMinutes(2));
                  return Secret.of("s");
                })
            .clientSecretInBody()
            .build();
    try (RefreshTokenSource source = builder().client(slow).build()) {
      TransportException error =
          catchThrowableOfType(TransportException.class, source::accessToken);

      assertThat(error.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(error.mayHaveHappened()).isFalse();
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void aRefreshTokenThatCannotBeOneIsRefusedWhenItIsSet() {
    RefreshTokenSource.Builder builder = builder().refreshToken(Secret.of("pl4nted-\u00e9"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pl4nted");
  }

  @Test
  void aFollowerCanBeInterruptedAlone() throws InterruptedException {
    HeldResponse held = hold(token("a1", ""));
    AtomicReference<Secret> first = new AtomicReference<>();
    AtomicReference<Throwable> second = new AtomicReference<>();
    Thread leader = waiting(() -> first.set(tokens.accessToken()));
    Thread follower = waiting(() -> second.set(catchThrowable(tokens::accessToken)));

    follower.interrupt();
    follower.join();
    held.go().countDown();
    leader.join();

    assertThat(second.get()).isInstanceOf(TransportException.class);
    assertThat(first.get()).isEqualTo(Secret.of("a1"));
  }

  /** Starts a thread, and returns once it waits for something. */
  private static Thread waiting(Runnable task) throws InterruptedException {
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && thread.isAlive()) {
      thread.join(1);
    }
    return thread;
  }

  @Test
  void aRequestThatMayHaveRotatedTheRefreshTokenIsNotRetried() {
    server.always(lost());

    TransportException error = catchThrowableOfType(TransportException.class, tokens::accessToken);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(error.operation()).isEqualTo("RefreshTokenSource.accessToken");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"access_token\":\" \"}", "{\"access_token\":{}}", "nonsense"})
  void aResponseWithoutATokenIsUnreadable(String body) {
    server.then(json(200, body));

    assertThat(catchThrowableOfType(TransportException.class, tokens::accessToken).reason())
        .isEqualTo(Reason.UNREADABLE_RESPONSE);
  }

  @Test
  void namesTheMissingSetting() {
    assertThatThrownBy(() -> RefreshTokenSource.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client");
    assertThatThrownBy(() -> builder(() -> Secret.of("s")).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("store");
    assertThatThrownBy(() -> OAuthClient.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("clientId");
    assertThatThrownBy(() -> SchlageHomeSubscriptions.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tokens");
    assertThatThrownBy(() -> builder().renewBefore(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    OAuthClient plain =
        OAuthClient.builder()
            .tokenUrl(URI.create("http://example.com/token"))
            .clientId("id")
            .clientSecret(() -> Secret.of("s"))
            .build();
    assertThatThrownBy(() -> builder().client(plain).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCallFromWithinTheSourceItselfIsRefusedInsteadOfWaitingForever() {
    server.always(token("a1", "\"refresh_token\":\"r2\""));
    AtomicReference<RefreshTokenSource> self = new AtomicReference<>();
    RefreshTokenSource fromSecret =
        builder(() -> self.get().accessToken())
            .refreshToken(Secret.of("r1"))
            .keepRefreshToken(next -> {})
            .build();
    RefreshTokenSource fromKeeping =
        builder(() -> Secret.of("s"))
            .refreshToken(Secret.of("r1"))
            .keepRefreshToken(next -> self.get().accessToken())
            .build();
    for (RefreshTokenSource source : List.of(fromSecret, fromKeeping)) {
      self.set(source);

      assertThatThrownBy(source::accessToken)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("within");

      source.close();
    }
  }

  @Test
  void aFollowerWaitsNoLongerThanItsOwnBudget() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    try (RefreshTokenSource slow =
        builder(
                () -> {
                  await(go);
                  return Secret.of("s");
                })
            .refreshToken(Secret.of("r1"))
            .keepRefreshToken(kept::add)
            .transport(time.settings().timeout(Duration.ofMillis(100)).build())
            .build()) {
      server.always(token("a1", ""));
      Thread leader = waiting(() -> slow.accessToken());

      assertThat(catchThrowableOfType(TransportException.class, slow::accessToken).reason())
          .isEqualTo(Reason.TIMED_OUT);

      go.countDown();
      leader.join();
    }
  }

  @Test
  void closingFreesTheFollowers() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    RefreshTokenSource source =
        builder(
                () -> {
                  await(go);
                  return Secret.of("s");
                })
            .refreshToken(Secret.of("r1"))
            .keepRefreshToken(kept::add)
            .build();
    AtomicReference<Throwable> first = new AtomicReference<>();
    Thread leader = waiting(() -> first.set(catchThrowable(source::accessToken)));
    AtomicReference<Throwable> error = new AtomicReference<>();
    Thread follower = waiting(() -> error.set(catchThrowable(source::accessToken)));

    source.close();
    follower.join();

    assertThat(error.get())
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    assertThatThrownBy(source::accessToken).isInstanceOf(IllegalStateException.class);
    go.countDown();
    leader.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sendsNoRequestUntilRetryAfterIsOver() {
    server.then(json(429, "{}", "Retry-After: 10")).then(token("a1", ""));

    for (int i = 0; i < 20; i++) {
      assertThat(catchThrowableOfType(ApiException.class, tokens::accessToken).status())
          .isEqualTo(429);
    }
    assertThat(server.received()).hasSize(1);
    time.pass(Duration.ofSeconds(10));
    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));
  }

  @Test
  void thePausesBetweenFailuresGrow() {
    server.always(json(503, "{}"));

    for (int millis : new int[] {250, 500, 1000, 2000, 4000, 4000}) {
      server.received().clear();
      assertThatThrownBy(tokens::accessToken).isInstanceOf(ApiException.class);
      time.pass(Duration.ofMillis(millis - 1));
      assertThatThrownBy(tokens::accessToken).isInstanceOf(ApiException.class);
      assertThat(server.received()).hasSize(1);
      time.pass(Duration.ofMillis(1));
    }
  }

  @Test
  void aTokenThatIsNotValidInAHeaderIsRefusedWhenItArrives() {
    server.then(json(200, "{\"access_token\":\"pl4nted\u00e9\"}"));

    TransportException error = catchThrowableOfType(TransportException.class, tokens::accessToken);

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_RESPONSE);
    assertThat(error).hasMessageContaining("access_token").hasMessageNotContaining("pl4nted");
  }

  @Test
  void aNodeWaitsForAnotherThatIsRenewing() {
    TokenStore store = TokenStore.inMemory(TokenState.of(Secret.of("r1")));
    TokenState claimed = store.load().claimed(time.instant().plusSeconds(60));
    store.compareAndSet(store.load(), claimed);
    time.onWait(
        () ->
            store.compareAndSet(
                claimed,
                claimed.issued(claimed.version(), Secret.of("r2"), Secret.of("a2"), null)));
    try (RefreshTokenSource source = builder(() -> Secret.of("s")).store(store).build()) {
      assertThat(source.accessToken()).isEqualTo(Secret.of("a2"));
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aNodeThatWaitsTooLongGivesUpAndOneWhoseClaimIsOverIsReplaced() {
    TokenStore store = TokenStore.inMemory(TokenState.of(Secret.of("r1")));
    store.compareAndSet(store.load(), store.load().claimed(time.instant().plusSeconds(60)));
    server.always(token("a1", ""));
    try (RefreshTokenSource source = builder(() -> Secret.of("s")).store(store).build()) {
      assertThat(catchThrowableOfType(TransportException.class, source::accessToken).reason())
          .isEqualTo(Reason.TIMED_OUT);
      assertThat(server.received()).isEmpty();
      time.pass(Duration.ofSeconds(60));
      assertThat(source.accessToken()).isEqualTo(Secret.of("a1"));
    }
  }

  @Test
  void theStoreInMemoryReplacesOnlyTheExpectedState() {
    TokenState first = TokenState.of(Secret.of("r1"));
    TokenStore store = TokenStore.inMemory(first);
    TokenState second = first.claimed(time.instant());

    assertThat(store.compareAndSet(first, second)).isTrue();
    assertThat(store.compareAndSet(first, first.released())).isFalse();
    assertThat(store.load()).isEqualTo(second);
  }

  @Test
  void anAccountThatIsLinkedAgainIsNotOverwrittenByANodeWithTheOldTokens() {
    TokenState old = TokenState.of(Secret.of("r1"));
    TokenStore store = TokenStore.inMemory(old);
    TokenState linkedAgain = TokenState.of(Secret.of("r2")).replacing(store.load());

    assertThat(store.compareAndSet(old, linkedAgain)).isTrue();
    assertThat(store.compareAndSet(old, old.claimed(time.instant()))).isFalse();
    assertThat(store.load().refreshToken()).isEqualTo(Secret.of("r2"));
  }

  @Test
  void serializingAStateIsLossless() {
    TokenState state = TokenState.of(Secret.of("r1")).claimed(time.instant());
    TokenState issued =
        state.issued(state.version(), Secret.of("r2"), Secret.of("a2"), time.instant());

    assertThat(TokenState.parse(state.serialized())).isEqualTo(state);
    assertThat(TokenState.parse(issued.serialized())).isEqualTo(issued);
    assertThat(issued.toString()).doesNotContain("r2", "a2");
    assertThatThrownBy(() -> TokenState.parse("pl4nted"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pl4nted");
  }

  private static MockResponse token(String token, String more) {
    return json(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"%s}"
            .formatted(token, more.isEmpty() ? "" : "," + more));
  }
}
