package dev.keyhook.subscriptions;

import static dev.keyhook.subscriptions.ApiServer.json;
import static dev.keyhook.subscriptions.RawServer.hangUp;
import static dev.keyhook.subscriptions.RawServer.part;
import static dev.keyhook.subscriptions.RawServer.reset;
import static dev.keyhook.subscriptions.RawServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiServer.Received;
import dev.keyhook.subscriptions.schlagehome.OAuthClient;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeEventName;
import dev.keyhook.subscriptions.schlagehome.SchlageHomePlan;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.smartphonekey.ApiKeyRequest;
import dev.keyhook.subscriptions.smartphonekey.EventSelection;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeySubscriptions;
import dev.keyhook.subscriptions.smartphonekey.WebhookChange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials planted everywhere, and a search for them in all that could be logged. */
class SecretsTest {

  private static final String PLANTED = "pl4nted";
  private static final Secret PARTNER_KEY = Secret.of("pl4nted-partner-key");
  private static final Secret ADMIN_KEY = Secret.of("pl4nted-admin-key");
  private static final Secret TOKEN = Secret.of("pl4nted/access+token==");
  private static final Secret HOOK_SECRET = Secret.of("pl4nted-hook-secret");
  private static final Secret CLIENT_SECRET = Secret.of("pl4nted client&\"secret\\");
  private static final Secret REFRESH_TOKEN = Secret.of("pl4nted-refresh-token");
  private static final Secret SUBSCRIPTION_KEY = Secret.of("&<'pl4nted\"subscription\\key'>&");
  private static final URI CALLBACK =
      URI.create("https://hooks.example.com/in?key=pl4nted-in-the-query");

  private final FakeTime time = new FakeTime();
  private final TransportSettings settings =
      time.settings().readTimeout(Duration.ofMillis(150)).attempts(2).build();

  /** The vendor sends back all it got, in every place and spelling that a client might show. */
  private static MockResponse echo(int status, UnaryOperator<String> spelling, Received request) {
    String basic = request.header("Authorization").replaceFirst("^Basic ", "");
    String decoded =
        basic.matches("[A-Za-z0-9+/]+=*")
            ? new String(Base64.getDecoder().decode(basic), UTF_8)
            : "";
    String all =
        spelling
            .apply(request.headers() + request.target() + request.body() + decoded)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"");
    return json(
        status,
        "{\"success\":false,\"code\":\"%s\",\"message\":\"%s\",\"details\":[\"%s\"],\"error\":\"%s\"}"
            .formatted(all, all, all, all),
        "X-Request-Id: " + request.header("X-API-Key") + request.header("Authorization"),
        "Location: /?" + request.header("Authorization"),
        "Retry-After: " + request.header("X-API-Key"));
  }

  @Test
  void noExceptionShowsACredential() throws Exception {
    List<Throwable> errors = new ArrayList<>();
    for (int status : new int[] {200, 302, 400, 401, 404, 407, 409, 429, 500}) {
      errors.addAll(errorsAgainst(status, spelling -> spelling));
    }
    errors.addAll(errorsAgainst(400, text -> text.toLowerCase(Locale.ROOT)));
    errors.addAll(errorsAgainst(400, text -> text.toUpperCase(Locale.ROOT)));
    errors.addAll(errorsAgainst(400, text -> URLEncoder.encode(text, UTF_8)));
    errors.addAll(errorsAgainst(400, text -> URLEncoder.encode(text, UTF_8).replace("+", "%20")));
    errors.addAll(errorsAgainst(400, SecretsTest::escapedForHtml));
    errors.addAll(errorsAgainst(text("HTTP/1.1 200 OK\r\n\r\npl4nted is not JSON")));
    errors.addAll(errorsAgainst(hangUp()));
    errors.addAll(errorsAgainst(reset()));
    errors.addAll(errorsAgainst(part(200, "{\"pl4nted\":", 50, hangUp())));
    errors.addAll(errorsAgainst(text("pl4nted-admin-key is no HTTP\r\n\r\n")));
    errors.addAll(errorsAgainst(text("HTTP/1.1 200 pl4nted\r\nContent-Length: pl4nted\r\n\r\n")));

    assertThat(errors).hasSizeGreaterThan(80);
    assertThat(errors)
        .allSatisfy(
            error -> assertThat(everythingAbout(error)).doesNotContainIgnoringCase(PLANTED));
  }

  private static String escapedForHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /** An encoding of the whole text hides where a secret begins, so only this needs its own test. */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xx"})
  void aSecretWithinBase64IsRecognized(String before) throws Exception {
    Base64.Encoder encoder = Base64.getEncoder();
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(server.url(), PARTNER_KEY)) {
      String encoded =
          encoder.encodeToString((before + PARTNER_KEY.reveal() + " and more").getBytes(UTF_8));
      server.always(json(400, "{\"message\":\"%s\"}".formatted(encoded)));

      ApiException error =
          catchThrowableOfType(ApiException.class, () -> partner.changeUrl("w1", CALLBACK));

      String shown = error.vendorMessage().orElseThrow();
      assertThat(shown).contains("***").hasSizeLessThan(encoded.length());
      assertThat(shown).doesNotContain(encoded.substring(4, 16));
    }
  }

  private List<Throwable> errorsAgainst(int status, UnaryOperator<String> spelling)
      throws Exception {
    try (ApiServer server = ApiServer.start()) {
      server.always(request -> echo(status, spelling, request));
      return errorsAt(server.url());
    }
  }

  private List<Throwable> errorsAgainst(RawServer.Reply reply) throws Exception {
    try (RawServer server = RawServer.start().always(reply)) {
      return errorsAt(server.url());
    }
  }

  private List<Throwable> errorsAt(URI url) {
    List<Throwable> errors = new ArrayList<>();
    try (SmartphoneKeyAdmin admin = admin(url);
        SmartphoneKeySubscriptions partner = partner(url, PARTNER_KEY);
        RefreshTokenSource tokens = tokens(url);
        RefreshTokenSource tokensByBody = tokensByBody(url);
        SchlageHomeSubscriptions schlage = schlage(url)) {
      List<Runnable> calls =
          List.of(
              () -> partner.changeUrl("w1", CALLBACK),
              () -> admin.webhooks("acme").list(),
              () ->
                  admin.webhooks("acme").create(CALLBACK, EventSelection.everything(), HOOK_SECRET),
              () -> admin.webhooks("acme").update("w", WebhookChange.secret(HOOK_SECRET)),
              () -> admin.apiKeys().create(ApiKeyRequest.forTenant("acme").named("ACME")).apiKey(),
              () -> admin.webhooks("acme").delete("w1"),
              () -> schlage.create(CALLBACK, SchlageHomeEventName.known()).id(),
              schlage::list,
              tokens::accessToken,
              tokensByBody::accessToken);
      for (Runnable call : calls) {
        Throwable error = catchThrowable(call::run);
        if (error != null) {
          errors.add(error);
        }
      }
    }
    return errors;
  }

  private static String everythingAbout(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    text.append(error.toString());
    if (error instanceof ApiException answered) {
      text.append(answered.code() + "" + answered.vendorMessage() + answered.details());
      text.append(answered.requestId() + "" + answered.retryAfter() + answered.operation());
    }
    return text.toString();
  }

  @Test
  void causesAreOfNoThirdPartyType() throws Exception {
    List<Throwable> errors = errorsAgainst(hangUp());
    errors.addAll(errorsAgainst(text("no HTTP\r\n\r\n")));
    for (Throwable error : errors) {
      for (Throwable next = error.getCause(); next != null; next = next.getCause()) {
        assertThat(next.getClass().getName()).startsWith("java.io.");
        assertThat(next.getSuppressed()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pl4nted\nkey", "pl4nted-kéy", "pl4nted\u0000", "pl4nted\u007fkey"})
  void aCredentialThatNoHeaderCanCarryIsNotShownEither(String text) throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(server.url(), Secret.of(text))) {
      assertThatThrownBy(() -> partner.changeUrl("w1", CALLBACK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("X-API-Key")
          .satisfies(
              error -> assertThat(everythingAbout(error)).doesNotContainIgnoringCase(PLANTED));
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.com/?pl4nted",
        "https://user:pl4nted@hooks.example.com/",
        "https://hooks.example.com/#pl4nted",
        "/relative/pl4nted",
        "ftp://pl4nted.example.com",
        "https:///pl4nted"
      })
  void aCallbackUrlThatWillNotDoIsNotShown(String url) throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(server.url(), PARTNER_KEY);
        SmartphoneKeyAdmin admin = admin(server.url());
        SchlageHomeSubscriptions schlage = schlage(server.url())) {
      List<Runnable> calls =
          List.of(
              () -> partner.changeUrl("w1", URI.create(url)),
              () -> admin.webhooks("acme").create(URI.create(url), EventSelection.everything()),
              () -> admin.webhooks("acme").update("w", WebhookChange.url(URI.create(url))),
              () -> schlage.create(URI.create(url), SchlageHomeEventName.known()));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining(PLANTED);
      }
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "https://user:pl4nted@api.example.com",
        "https://api.example.com/?pl4nted",
        "https://api.example.com/#pl4nted",
        "ftp://localhost",
        "api.example.com"
      })
  void credentialsGoToNoBaseUrlWithoutTls(String url) {
    assertThatThrownBy(() -> partner(URI.create(url), PARTNER_KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(PLANTED);
    assertThatThrownBy(() -> tokens(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> schlage(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://127.0.0.7:1/base/", "http://[::1]:1"})
  void plainHttpWillDoOnALoopbackAddress(String url) {
    partner(URI.create(url), PARTNER_KEY).close();
  }

  @Test
  void noValueShowsACredential() throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeyAdmin admin = admin(server.url());
        SmartphoneKeySubscriptions partner = partner(server.url(), PARTNER_KEY);
        RefreshTokenSource tokens = tokens(server.url());
        SchlageHomeSubscriptions schlage = schlage(server.url())) {
      server
          .then(json(201, "{\"apiKey\":\"pl4nted-new-key\",\"orgId\":\"acme\"}"))
          .then(
              json(
                  200,
                  """
                  {"webhooks":[{"id":"w1","url":"%s","secret":"pl4nted","events":["KeyAdded"]}]}\
                  """
                      .formatted(CALLBACK)))
          .then(json(200, "{\"tenants\":[{\"orgId\":\"acme\",\"key\":\"pl4nted\"}]}"))
          .then(
              json(
                  200,
                  "{\"subscriptions\":[{\"subscriptionId\":\"s1\",\"url\":\"%s\"}]}"
                      .formatted(CALLBACK)));
      NewApiKey key = admin.apiKeys().create(ApiKeyRequest.forTenant("acme").named("ACME"));
      List<Object> values =
          new ArrayList<>(List.of(key, key.raw(), admin, partner, tokens, schlage));
      var webhooks = admin.webhooks("acme").list();
      values.addAll(webhooks);
      values.addAll(admin.tenants().list());
      var subscriptions = schlage.list();
      values.addAll(subscriptions);
      values.add(webhooks.get(0).raw());
      values.add(SmartphoneKeyPlan.of("acme", CALLBACK, Set.of("KeyAdded"), webhooks));
      values.add(SchlageHomePlan.of(CALLBACK, Set.of("DeviceLockStateChanged"), subscriptions));
      values.add(WebhookChange.url(CALLBACK).andSecret(HOOK_SECRET));
      values.add(settings);
      values.add(SmartphoneKeyAdmin.builder().adminKey(() -> ADMIN_KEY));

      assertThat(values).allSatisfy(value -> assertThat(value.toString()).doesNotContain(PLANTED));
      assertThat(key.raw().text()).doesNotContain(PLANTED);
      assertThat(key.apiKey().reveal()).isEqualTo("pl4nted-new-key");
    }
  }

  private SmartphoneKeyAdmin admin(URI url) {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(url)
        .adminKey(() -> ADMIN_KEY)
        .token(() -> TOKEN)
        .transport(settings)
        .build();
  }

  private SmartphoneKeySubscriptions partner(URI url, Secret key) {
    return SmartphoneKeySubscriptions.builder()
        .baseUrl(url)
        .apiKey(() -> key)
        .transport(settings)
        .build();
  }

  private RefreshTokenSource tokens(URI url) {
    return tokenSource(client(url).build());
  }

  private RefreshTokenSource tokensByBody(URI url) {
    return tokenSource(client(url).clientSecretInBody().build());
  }

  private static OAuthClient.Builder client(URI url) {
    return OAuthClient.builder().tokenUrl(url).clientId("client").clientSecret(() -> CLIENT_SECRET);
  }

  private RefreshTokenSource tokenSource(OAuthClient client) {
    return RefreshTokenSource.builder()
        .client(client)
        .refreshToken(REFRESH_TOKEN)
        .keepRefreshToken(next -> {})
        .transport(settings)
        .build();
  }

  private SchlageHomeSubscriptions schlage(URI url) {
    return SchlageHomeSubscriptions.builder()
        .baseUrl(url)
        .tokens(() -> TOKEN)
        .subscriptionKey(() -> SUBSCRIPTION_KEY)
        .transport(settings)
        .build();
  }
}
