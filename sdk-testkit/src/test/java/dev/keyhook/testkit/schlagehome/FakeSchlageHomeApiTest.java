package dev.keyhook.testkit.schlagehome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.Secret;
import dev.keyhook.WebhookResponse;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.schlagehome.AuthorizationCodeGrant;
import dev.keyhook.subscriptions.schlagehome.AuthorizationException;
import dev.keyhook.subscriptions.schlagehome.AuthorizationRequest;
import dev.keyhook.subscriptions.schlagehome.OAuthClient;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeEventName;
import dev.keyhook.subscriptions.schlagehome.SchlageHomePlan;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscription;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.schlagehome.TokenState;
import dev.keyhook.subscriptions.schlagehome.TokenStore;
import dev.keyhook.testkit.ApiFault;
import dev.keyhook.testkit.ApiRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the client and the fake against each other. */
class FakeSchlageHomeApiTest {

  private static final URI URL = URI.create("https://hooks.example.com/schlage?env=prod");
  private static final List<SchlageHomeEventName> TYPES =
      List.of(
          SchlageHomeEventName.DEVICE_LOCK_STATE_CHANGED,
          SchlageHomeEventName.COMMAND_STATUS_UPDATED);

  private final FakeSchlageHomeApi vendor = FakeSchlageHomeApi.start();
  private final List<Secret> kept = new ArrayList<>();
  private final TransportSettings settings =
      TransportSettings.builder().sleeper(time -> {}).build();
  private final RefreshTokenSource tokens = tokens(builder -> builder);
  private final SchlageHomeSubscriptions subscriptions = client(builder -> builder);

  @AfterEach
  void close() {
    subscriptions.close();
    tokens.close();
    vendor.close();
  }

  @Test
  void createsReadsAndDeletesASubscription() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PublicKey key = generator.generateKeyPair().getPublic();
    vendor.signingPublicKey(key);

    SchlageHomeSubscription created = subscriptions.create(URL, TYPES);
    assertThat(created.url()).isEqualTo(URL);
    assertThat(created.eventTypes()).containsExactlyInAnyOrderElementsOf(TYPES);
    assertThat(created.signingPublicKey()).contains(key);
    assertThat(created.createdAt()).isPresent();

    assertThat(subscriptions.get(created.id())).isEqualTo(created);
    assertThat(subscriptions.list()).containsExactly(created);

    subscriptions.delete(created.id());
    assertThat(subscriptions.list()).isEmpty();
    assertThat(refusal(() -> subscriptions.get(created.id())).status()).isEqualTo(404);
    assertThat(refusal(() -> subscriptions.delete(created.id())).status()).isEqualTo(404);
  }

  @Test
  void theFakeGeneratesItsOwnKey() {
    assertThat(subscriptions.create(URL, TYPES).signingPublicKey()).isPresent();
  }

  @Test
  void aCallbackThatDoesNotAnswerOptionsIsRefused() {
    vendor.callbacksAnsweredBy(
        request -> WebhookResponse.of(request.method().equals("OPTIONS") ? 404 : 204));

    ApiException error = refusal(() -> subscriptions.create(URL, TYPES));

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.code()).contains("CallbackValidationFailed");
    assertThat(error.vendorMessage()).isPresent();
    assertThat(error.details()).contains("[\"The response was 404\"]");
    assertThat(subscriptions.list()).isEmpty();
  }

  @Test
  void theValidationRequestGoesOverHttpWithThePathAndQueryOfTheCallback() throws IOException {
    AtomicReference<String> seen = new AtomicReference<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          seen.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    vendor.callbacksAnsweredAt(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort()));

    subscriptions.create(URL, TYPES);

    assertThat(seen).hasValue("OPTIONS /schlage?env=prod");
    receiver.stop(0);
  }

  @Test
  void aCallbackThatDoesNotRespondInTimeIsRefused() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    receiver.start();
    vendor
        .callbacksAnsweredAt(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort()))
        .validationLimit(Duration.ofMillis(100));

    assertThat(refusal(() -> subscriptions.create(URL, TYPES)).code())
        .contains("CallbackValidationFailed");

    end.countDown();
    receiver.stop(0);
  }

  @Test
  void requiresHttpsAndAtLeastOneKnownType() {
    assertThatThrownBy(() -> subscriptions.create(URL, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> subscriptions.create(URI.create("http://hooks.example.com"), TYPES))
        .isInstanceOf(IllegalArgumentException.class);
    Collection<SchlageHomeEventName> unknown = List.of(SchlageHomeEventName.of("Unheard"));
    assertThat(refusal(() -> subscriptions.create(URL, unknown)).status()).isEqualTo(400);
  }

  @Test
  void aSubscriptionKeyIsNeededInItsHeader() {
    try (SchlageHomeSubscriptions elsewhere = client(b -> b.subscriptionKeyHeader("x-other"))) {
      assertThat(refusal(elsewhere::list).status()).isEqualTo(401);
    }
  }

  @Test
  void pathAndBaseUrlCanBeSet() {
    try (SchlageHomeSubscriptions moved =
        client(
            b ->
                b.baseUrl(vendor.baseUrl().resolve("/"))
                    .path("schlage-home/webhooks/subscriptions/"))) {
      assertThat(moved.list()).isEmpty();
    }
    try (SchlageHomeSubscriptions wrong = client(b -> b.path("/v2/subscriptions"))) {
      assertThat(refusal(wrong::list).status()).isEqualTo(404);
    }
  }

  @Test
  void oneTokenServesManyCalls() {
    subscriptions.list();
    subscriptions.list();

    assertThat(tokenRequests()).isEqualTo(1);
    assertThat(kept).isEmpty();
  }

  @Test
  void aRefusedTokenIsRenewedOnceAndTheRequestRetriedOnce() {
    subscriptions.list();
    vendor.revokeAccessTokens();

    assertThat(subscriptions.create(URL, TYPES).id()).isNotEmpty();

    assertThat(tokenRequests()).isEqualTo(2);
    assertThat(subscriptions.list()).hasSize(1);
  }

  @Test
  void aTokenThatIsRefusedTwiceIsAnError() {
    try (SchlageHomeSubscriptions stubborn = client(b -> b.tokens(() -> Secret.of("wrong")))) {
      assertThat(refusal(stubborn::list).status()).isEqualTo(401);
      assertThat(vendor.requests()).hasSize(1);
    }
    vendor.failNext(
        ApiFault.delayed(Duration.ofMillis(1)),
        ApiFault.status(401),
        ApiFault.delayed(Duration.ofMillis(1)),
        ApiFault.status(401));
    assertThat(refusal(subscriptions::list).status()).isEqualTo(401);
    assertThat(tokenRequests()).isEqualTo(2);
  }

  @Test
  void aNewRefreshTokenIsPassedOnAndUsedAfterwards() {
    vendor.rotateRefreshTokens();
    subscriptions.list();
    assertThat(kept).containsExactly(vendor.refreshToken());

    vendor.revokeAccessTokens();
    subscriptions.list();

    assertThat(kept).hasSize(2).last().isEqualTo(vendor.refreshToken());
  }

  @Test
  void twoNodesShareRotatingRefreshTokensWithoutUsingOneTwice() throws Exception {
    vendor.rotateRefreshTokens();
    TokenStore store = TokenStore.inMemory(TokenState.of(vendor.refreshToken()));
    try (RefreshTokenSource one = node(store);
        RefreshTokenSource two = node(store);
        SchlageHomeSubscriptions first = client(b -> b.tokens(one));
        SchlageHomeSubscriptions second = client(b -> b.tokens(two))) {
      for (int round = 0; round < 20; round++) {
        vendor.revokeAccessTokens();
        CompletableFuture<Void> other = CompletableFuture.runAsync(second::list);
        first.list();
        other.get();
      }
    }

    assertThat(vendor.isAuthorizationRevoked()).isFalse();
    assertThat(tokenRequests()).isBetween(20L, 21L);
    assertThat(store.load().refreshToken()).isEqualTo(vendor.refreshToken());
  }

  @Test
  void nodesThatDoNotShareThemLoseTheAuthorization() {
    vendor.rotateRefreshTokens();
    Secret initial = vendor.refreshToken();
    try (RefreshTokenSource one = node(TokenStore.inMemory(TokenState.of(initial)));
        RefreshTokenSource two = node(TokenStore.inMemory(TokenState.of(initial)))) {
      one.accessToken();
      assertThat(refusal(two::accessToken).code()).contains("invalid_grant");
    }
    assertThat(vendor.isAuthorizationRevoked()).isTrue();
  }

  @Test
  void aUserLinksAnAccountByTheAuthorizationCodeGrant() {
    URI redirect = URI.create("https://app.example.com/linked");
    try (AuthorizationCodeGrant grant =
        AuthorizationCodeGrant.builder()
            .client(oauth(b -> b))
            .redirectUrl(redirect)
            .scopes("openid", "email")
            .build()) {
      AuthorizationRequest request = grant.begin();
      assertThat(request.url().toString()).contains("scope=openid+email", "code_challenge=");
      assertThat(request.url().toString()).doesNotContain(request.codeVerifier().reveal());
      URI back = vendor.authorize(request.url());

      TokenState linked = grant.finish(request, back);

      try (RefreshTokenSource node = node(TokenStore.inMemory(linked));
          SchlageHomeSubscriptions client = client(b -> b.tokens(node))) {
        assertThat(client.list()).isEmpty();
      }
      assertThat(refusal(() -> grant.finish(request, back)).code()).contains("invalid_grant");
      AuthorizationRequest other = grant.begin();
      assertThatThrownBy(() -> grant.finish(other, vendor.authorize(request.url())))
          .isInstanceOfSatisfying(
              AuthorizationException.class,
              e -> assertThat(e.reason()).isEqualTo(AuthorizationException.Reason.OTHER_SESSION));
      AuthorizationRequest stolen =
          AuthorizationRequest.of(other.url(), request.state(), other.codeVerifier());
      assertThat(refusal(() -> grant.finish(stolen, vendor.authorize(request.url()))).code())
          .contains("invalid_grant");
      URI declined =
          URI.create(redirect + "?error=access_denied&state=" + request.state().reveal());
      assertThatThrownBy(() -> grant.finish(request, declined))
          .isInstanceOfSatisfying(
              AuthorizationException.class,
              e -> assertThat(e.reason()).isEqualTo(AuthorizationException.Reason.DENIED));
    }
  }

  @Test
  void clientIdAndSecretMayGoInTheBody() {
    try (RefreshTokenSource byBody =
        tokens(b -> b.client(oauth(OAuthClient.Builder::clientSecretInBody)))) {
      assertThat(byBody.accessToken()).isNotNull();
    }
  }

  @Test
  void anExpiredRefreshTokenIsReported() {
    try (RefreshTokenSource stale = tokens(b -> b.refreshToken(Secret.of("stale")));
        SchlageHomeSubscriptions client = client(b -> b.tokens(stale))) {
      ApiException error = refusal(client::list);

      assertThat(error.status()).isEqualTo(400);
      assertThat(error.code()).contains("invalid_grant");
      assertThat(error.operation()).isEqualTo("RefreshTokenSource.accessToken");
    }
    try (RefreshTokenSource wrong =
        tokens(b -> b.client(oauth(c -> c.clientSecret(() -> Secret.of("wrong")))))) {
      assertThat(refusal(wrong::accessToken).code()).contains("invalid_client");
    }
  }

  @Test
  void aPlanReplacesASubscriptionWithoutAGap() {
    Set<String> handled = Set.of("DeviceLockStateChanged", "CommandSucceeded");
    SchlageHomeSubscription first =
        subscriptions
            .apply(SchlageHomePlan.of(URL, handled, subscriptions.list()))
            .created()
            .get(0);
    assertThat(SchlageHomePlan.of(URL, handled, subscriptions.list()).isUpToDate()).isTrue();

    Set<String> more = Set.of("DeviceConnectivityStateChanged");
    SchlageHomeSubscription second =
        subscriptions.apply(SchlageHomePlan.of(URL, more, subscriptions.list())).created().get(0);

    assertThat(subscriptions.list()).containsExactly(second);
    assertThat(second.eventTypes()).hasSize(3).containsAll(first.eventTypes());
    assertThat(vendor.requests())
        .extracting(ApiRequest::toString)
        .filteredOn(request -> request.startsWith("POST /sch") || request.startsWith("DELETE"))
        .containsExactly(
            "POST /schlage-home/webhooks/subscriptions",
            "POST /schlage-home/webhooks/subscriptions",
            "DELETE /schlage-home/webhooks/subscriptions/" + first.id());
  }

  @Test
  void aCreationWhoseResponseIsLostIsNotRetried() {
    subscriptions.list();
    vendor.failNext(ApiFault.responseLost());

    TransportException error =
        catchThrowableOfType(TransportException.class, () -> subscriptions.create(URL, TYPES));

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(subscriptions.list()).hasSize(1);
  }

  @Test
  void aReceiverThatThrowsFailsTheTest() {
    IllegalStateException bug = new IllegalStateException("a bug of the receiver");
    try (SchlageHomeSubscriptions client = client(b -> b)) {
      FakeSchlageHomeApi other = FakeSchlageHomeApi.start();
      other.callbacksAnsweredBy(
          request -> {
            throw bug;
          });
      try (SchlageHomeSubscriptions elsewhere =
          client(
              b ->
                  b.baseUrl(other.baseUrl())
                      .tokens(other::accessToken)
                      .subscriptionKey(other::subscriptionKey))) {
        assertThat(refusal(() -> elsewhere.create(URL, TYPES)).status()).isEqualTo(500);
      }
      assertThatThrownBy(other::close).isInstanceOf(IllegalStateException.class).hasCause(bug);
      assertThat(client.list()).isEmpty();
    }
  }

  private long tokenRequests() {
    return vendor.requests().stream()
        .filter(request -> request.toString().equals("POST /oauth2/token"))
        .count();
  }

  private static ApiException refusal(ThrowingCallable call) {
    ApiException error = catchThrowableOfType(ApiException.class, call);
    assertThat(error).isNotNull();
    return error;
  }

  private RefreshTokenSource tokens(UnaryOperator<RefreshTokenSource.Builder> more) {
    return more.apply(
            RefreshTokenSource.builder()
                .client(oauth(builder -> builder))
                .refreshToken(vendor.refreshToken())
                .keepRefreshToken(kept::add)
                .transport(settings))
        .build();
  }

  private RefreshTokenSource node(TokenStore store) {
    return RefreshTokenSource.builder()
        .client(oauth(builder -> builder))
        .store(store)
        .transport(settings)
        .build();
  }

  private OAuthClient oauth(UnaryOperator<OAuthClient.Builder> more) {
    return more.apply(
            OAuthClient.builder()
                .tokenUrl(vendor.tokenUrl())
                .authorizationUrl(vendor.authorizationUrl())
                .clientId(vendor.clientId())
                .clientSecret(vendor::clientSecret))
        .build();
  }

  private SchlageHomeSubscriptions client(UnaryOperator<SchlageHomeSubscriptions.Builder> more) {
    return more.apply(
            SchlageHomeSubscriptions.builder()
                .baseUrl(vendor.baseUrl())
                .tokens(tokens)
                .subscriptionKey(vendor::subscriptionKey)
                .transport(settings))
        .build();
  }
}
