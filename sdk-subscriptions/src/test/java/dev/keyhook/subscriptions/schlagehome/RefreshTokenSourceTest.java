package dev.keyhook.subscriptions.schlagehome;

import static dev.keyhook.subscriptions.RawServer.hangUp;
import static dev.keyhook.subscriptions.RawServer.json;
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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenSourceTest {

  private final FakeTime time = new FakeTime();
  private final List<Secret> kept = new ArrayList<>();
  private RawServer server;
  private RefreshTokenSource tokens;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start();
    tokens = builder().build();
  }

  @AfterEach
  void stop() throws IOException {
    tokens.close();
    server.close();
  }

  private RefreshTokenSource.Builder builder() {
    return RefreshTokenSource.builder()
        .tokenUrl(server.url().resolve("/oauth2/token"))
        .clientId("client:1")
        .clientSecret(() -> Secret.of("client secret"))
        .refreshToken(Secret.of("refresh/1"))
        .keepRefreshToken(kept::add)
        .transport(time.settings());
  }

  @Test
  void asksAsTheStandardSays() {
    server.then(token("a1", ""));

    assertThat(tokens.accessToken()).isEqualTo(Secret.of("a1"));

    RawServer.Received request = server.received().get(0);
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
  void oneThreadAsksAndAllGetTheAnswer() throws InterruptedException {
    CountDownLatch allWait = new CountDownLatch(1);
    server.always(
        (socket, request) -> {
          allWait.await();
          token("a1", "").send(socket, request);
        });
    Queue<Object> results = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(waiting(() -> results.add(tokens.accessToken())));
    }
    allWait.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(results).hasSize(8).containsOnly(Secret.of("a1"));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void allGetTheRefusalToo() throws InterruptedException {
    CountDownLatch allWait = new CountDownLatch(1);
    server.always(
        (socket, request) -> {
          allWait.await();
          json(400, "{\"error\":\"invalid_grant\"}").send(socket, request);
        });
    Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(waiting(() -> errors.add(catchThrowable(tokens::accessToken))));
    }
    allWait.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(errors).hasSize(4).allSatisfy(e -> assertThat(e).isInstanceOf(ApiException.class));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void anotherThreadsInterruptIsNotOurs() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    server
        .then(
            (socket, request) -> {
              asked.countDown();
              server.stall().send(socket, request);
            })
        .then(token("a2", ""));
    AtomicReference<Throwable> first = new AtomicReference<>();
    AtomicReference<Secret> second = new AtomicReference<>();
    Thread leader = waiting(() -> first.set(catchThrowable(tokens::accessToken)));
    asked.await();
    Thread follower = waiting(() -> second.set(tokens.accessToken()));

    leader.interrupt();
    leader.join();
    follower.join();

    assertThat(first.get())
        .isInstanceOfSatisfying(
            TransportException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED));
    assertThat(second.get()).isEqualTo(Secret.of("a2"));
  }

  @Test
  void aFollowerCanBeInterruptedAlone() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    server.always(
        (socket, request) -> {
          go.await();
          token("a1", "").send(socket, request);
        });
    AtomicReference<Secret> first = new AtomicReference<>();
    AtomicReference<Throwable> second = new AtomicReference<>();
    Thread leader = waiting(() -> first.set(tokens.accessToken()));
    Thread follower = waiting(() -> second.set(catchThrowable(tokens::accessToken)));

    follower.interrupt();
    follower.join();
    go.countDown();
    leader.join();

    assertThat(second.get()).isInstanceOf(TransportException.class);
    assertThat(first.get()).isEqualTo(Secret.of("a1"));
  }

  /** Starts a thread, and returns once it waits for something. */
  private static Thread waiting(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void aRequestThatMayHaveRotatedTheRefreshTokenIsNotRepeated() {
    server.always(hangUp());

    TransportException error = catchThrowableOfType(TransportException.class, tokens::accessToken);

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(error.operation()).isEqualTo("RefreshTokenSource.accessToken");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"access_token\":\" \"}", "{\"access_token\":{}}", "nonsense"})
  void anAnswerWithoutATokenIsUnreadable(String body) {
    server.then(json(200, body));

    assertThat(catchThrowableOfType(TransportException.class, tokens::accessToken).reason())
        .isEqualTo(Reason.UNREADABLE_ANSWER);
  }

  @Test
  void whatIsRequiredIsNamed() {
    assertThatThrownBy(() -> RefreshTokenSource.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refreshToken");
    assertThatThrownBy(() -> SchlageHomeSubscriptions.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tokens");
    assertThatThrownBy(() -> builder().renewBefore(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().tokenUrl(URI.create("http://example.com/token")).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RawServer.Reply token(String token, String more) {
    return json(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"%s}"
            .formatted(token, more.isEmpty() ? "" : "," + more));
  }
}
