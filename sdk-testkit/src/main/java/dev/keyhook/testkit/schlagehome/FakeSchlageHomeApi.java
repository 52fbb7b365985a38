package dev.keyhook.testkit.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.testkit.ApiFault;
import dev.keyhook.testkit.ApiRequest;
import dev.keyhook.testkit.internal.FakeRequest;
import dev.keyhook.testkit.internal.FakeResponse;
import dev.keyhook.testkit.internal.FakeServer;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Simulates Schlage Home's subscription API and its OAuth 2 token endpoint over HTTP on loopback.
 *
 * <p>The rules follow the same inferred public description as the client (api-evangelist, 2026-08):
 * a bearer token and a subscription key on every request (401); HTTPS callback URLs and at least
 * one of 14 event names (400 with {@code code}, {@code message}, {@code details}); before a
 * subscription is created, an OPTIONS request to the callback URL, whose response must be 2xx
 * within 30 seconds; 404, 204. A client that works with this fake may still fail with the vendor.
 *
 * <p>Thread-safe. For tests only.
 */
public final class FakeSchlageHomeApi implements AutoCloseable {

  private static final List<String> PATH = List.of("schlage-home", "webhooks", "subscriptions");
  private static final Set<String> NAMES =
      Set.of(
          "DeviceLockStateChanged",
          "DeviceConnectivityStateChanged",
          "DeviceBatteryLevelChanged",
          "DeviceKeypadLockedOut",
          "DeviceAlarmTriggered",
          "AccessCodeCreated",
          "AccessCodeUpdated",
          "AccessCodeDeleted",
          "AccessCodeUsed",
          "InvalidAccessCodeAttempted",
          "AccessCodeSynchronized",
          "CommandStatusUpdated",
          "UserSignedOut",
          "IntegrationManagementUpdated");

  private final FakeServer server;
  private final FakeTokens tokens = new FakeTokens();
  private final Secret subscriptionKey = Secret.of(UUID.randomUUID().toString());
  private final Map<String, Map<String, Object>> subscriptions = new LinkedHashMap<>();
  private volatile Callback callback = new Callback(Duration.ofSeconds(30));
  private @Nullable PublicKey signingKey;

  private FakeSchlageHomeApi() {
    this.server = new FakeServer(this::respond);
  }

  /** Starts an API without subscriptions on a free port. */
  public static FakeSchlageHomeApi start() {
    return new FakeSchlageHomeApi();
  }

  /** Returns the base URL of the API: plain HTTP on a loopback address. */
  public URI baseUrl() {
    return server.url("/schlage-home");
  }

  /** Returns the URL of the token endpoint. */
  public URI tokenUrl() {
    return server.url("/oauth2/token");
  }

  /** Returns the OAuth client's id. */
  public String clientId() {
    return tokens.clientId();
  }

  /** Returns the OAuth client's secret. */
  public Secret clientSecret() {
    return tokens.clientSecret();
  }

  /** Returns the current refresh token. */
  public Secret refreshToken() {
    return tokens.refreshToken();
  }

  /** Issues a valid access token, as if a client had requested it. */
  public Secret accessToken() {
    return tokens.issue();
  }

  /** Returns the key for the header {@code alle-subscription-key}. */
  public Secret subscriptionKey() {
    return subscriptionKey;
  }

  /** Makes all access tokens issued so far invalid. */
  public void revokeAccessTokens() {
    tokens.revoke();
  }

  /** Sets the lifetime that access tokens state; an hour unless set. */
  public FakeSchlageHomeApi tokenLifetime(Duration life) {
    tokens.lifetime(life);
    return this;
  }

  /** Returns the URL where users authorise a client; {@link #authorize} simulates such a user. */
  public URI authorizationUrl() {
    return server.url("/oauth2/authorize");
  }

  /**
   * Simulates a user who authorises the client: returns the URL to which the browser is redirected.
   *
   * @param request where the client sent the browser
   * @throws IllegalArgumentException if it is not an authorization request of the fake's client
   */
  public URI authorize(URI request) {
    return tokens.authorize(request);
  }

  /** Returns whether all tokens were revoked because a refresh token was used twice. */
  public boolean isAuthorizationRevoked() {
    return tokens.isRevoked();
  }

  /**
   * Issues a new refresh token with each access token. The old one becomes invalid, and using it
   * again revokes all tokens.
   */
  public FakeSchlageHomeApi rotateRefreshTokens() {
    tokens.rotate();
    return this;
  }

  /** Sets the public key in subscriptions; a new RSA key unless set. */
  public synchronized FakeSchlageHomeApi signingPublicKey(PublicKey key) {
    this.signingKey = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * Sets what responds to validation requests for any callback URL, for example a receiver's {@code
   * receive}; 204 unless set.
   */
  public FakeSchlageHomeApi callbacksAnsweredBy(
      Function<WebhookRequest, WebhookResponse> receiver) {
    this.callback = callback.answeredBy(receiver);
    return this;
  }

  /**
   * Sends the validation requests over HTTP to a server of the test, with path and query of the
   * callback URL, whatever its host.
   *
   * @param origin such as {@code http://127.0.0.1:8080}
   */
  public FakeSchlageHomeApi callbacksAnsweredAt(URI origin) {
    this.callback = callback.answeredAt(origin);
    return this;
  }

  /** Sets how long a validation request over HTTP may take, 30 s unless set. */
  public FakeSchlageHomeApi validationLimit(Duration limit) {
    this.callback = callback.within(limit);
    return this;
  }

  /** Makes the next requests fail, one fault each, in this order; token requests are included. */
  public FakeSchlageHomeApi failNext(ApiFault... faults) {
    server.failNext(Arrays.asList(faults));
    return this;
  }

  /** Returns all requests so far, in the order in which they arrived. */
  public List<ApiRequest> requests() {
    return server.requests();
  }

  private FakeResponse respond(FakeRequest request) {
    List<String> path = request.path();
    if (request.method().equals("POST") && path.equals(List.of("oauth2", "token"))) {
      return tokens.respond(request);
    }
    if (!request.header("Authorization").filter(tokens::isValid).isPresent()) {
      return FakeResponse.error(401, "Unauthorized", "The access token is missing or not valid");
    }
    if (!request
        .header("alle-subscription-key")
        .filter(subscriptionKey.reveal()::equals)
        .isPresent()) {
      return FakeResponse.error(
          401, "Unauthorized", "The subscription key is missing or not valid");
    }
    boolean isList = path.equals(PATH);
    boolean isOne = path.size() == PATH.size() + 1 && path.subList(0, PATH.size()).equals(PATH);
    return switch (request.method()) {
      case "GET" -> isList ? list() : isOne ? fetch(path.get(PATH.size())) : notFound();
      case "POST" -> isList ? create(request.json()) : notFound();
      case "DELETE" -> isOne ? delete(path.get(PATH.size())) : notFound();
      default -> notFound();
    };
  }

  private FakeResponse create(@Nullable Map<String, @Nullable Object> body) {
    if (body == null
        || !(body.get("url") instanceof String url)
        || !(body.get("eventTypes") instanceof List<?> eventTypes)) {
      return invalid("url and eventTypes are required");
    }
    List<String> names = new ArrayList<>();
    for (Object name : eventTypes) {
      if (!(name instanceof String text) || !NAMES.contains(text)) {
        return invalid("eventTypes has an unknown name");
      }
      names.add(text);
    }
    if (names.isEmpty()) {
      return invalid("eventTypes must have at least one name");
    }
    URI target = parsed(url);
    if (target == null || !url.startsWith("https://")) {
      return invalid("url must begin with https://");
    }
    String objection = callback.validate(target);
    if (objection != null) {
      return FakeResponse.error(
          400,
          "CallbackValidationFailed",
          "The response of the url to OPTIONS was not 2xx",
          objection);
    }
    return add(url, names);
  }

  private static @Nullable URI parsed(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() == null ? null : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private synchronized FakeResponse add(String url, List<String> eventTypes) {
    String id = UUID.randomUUID().toString();
    Map<String, Object> subscription = new LinkedHashMap<>();
    subscription.put("subscriptionId", id);
    subscription.put("url", url);
    subscription.put("eventTypes", List.copyOf(eventTypes));
    subscription.put("signingPublicKey", pem());
    subscription.put("createdAt", Instant.now().toString());
    subscriptions.put(id, subscription);
    return FakeResponse.of(201, subscription);
  }

  private String pem() {
    if (signingKey == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        signingKey = generator.generateKeyPair().getPublic();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform must have RSA", e);
      }
    }
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(signingKey.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private synchronized FakeResponse list() {
    return FakeResponse.of(200, Map.of("subscriptions", List.copyOf(subscriptions.values())));
  }

  private synchronized FakeResponse fetch(String id) {
    Map<String, Object> subscription = subscriptions.get(id);
    return subscription == null ? notFound() : FakeResponse.of(200, subscription);
  }

  private synchronized FakeResponse delete(String id) {
    return subscriptions.remove(id) == null ? notFound() : FakeResponse.empty(204);
  }

  private static FakeResponse notFound() {
    return FakeResponse.error(404, "NotFound", "There is no such subscription");
  }

  private static FakeResponse invalid(String message) {
    return FakeResponse.error(400, "InvalidRequest", message);
  }

  /**
   * Frees the port.
   *
   * @throws IllegalStateException if code of the test threw during a request; with its exception as
   *     the cause, so that the test fails
   */
  @Override
  public void close() {
    server.close();
  }
}
