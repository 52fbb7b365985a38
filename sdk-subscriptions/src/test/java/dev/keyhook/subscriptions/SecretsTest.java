package dev.keyhook.subscriptions;

import static dev.keyhook.subscriptions.RawServer.hangUp;
import static dev.keyhook.subscriptions.RawServer.json;
import static dev.keyhook.subscriptions.RawServer.part;
import static dev.keyhook.subscriptions.RawServer.reset;
import static dev.keyhook.subscriptions.RawServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeEventName;
import dev.keyhook.subscriptions.schlagehome.SchlageHomePlan;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.smartphonekey.EventSelection;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeySubscriptions;
import dev.keyhook.subscriptions.smartphonekey.WebhookChange;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
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
  private static final Secret SUBSCRIPTION_KEY = Secret.of("pl4nted\"subscription\\key");
  private static final URI CALLBACK =
      URI.create("https://hooks.example.com/in?key=pl4nted-in-the-query");

  private final FakeTime time = new FakeTime();
  private final TransportSettings settings =
      time.settings().readTimeout(Duration.ofMillis(150)).attempts(2);

  /** The vendor sends back all it got, in every place that a client might quote. */
  private static RawServer.Reply echo(int status) {
    return (socket, request) -> {
      String basic = request.header("Authorization").replaceFirst("^Basic ", "");
      String decoded =
          basic.matches("[A-Za-z0-9+/]+=*")
              ? new String(Base64.getDecoder().decode(basic), UTF_8)
              : "";
      String all =
          (request.headers() + request.target() + request.body() + decoded)
              .replace("\\", "\\\\")
              .replace("\"", "\\\"");
      json(
              status,
              "{\"success\":false,\"code\":\"%s\",\"message\":\"%s\",\"details\":[\"%s\"],\"error\":\"%s\"}"
                  .formatted(all, all, all, all),
              "X-Request-Id: " + request.header("X-API-Key") + request.header("Authorization"),
              "Location: /?" + request.header("Authorization"),
              "Retry-After: " + request.header("X-API-Key"))
          .send(socket, request);
    };
  }

  @Test
  void noExceptionShowsACredential() throws Exception {
    List<Throwable> errors = new ArrayList<>();
    for (int status : new int[] {200, 302, 400, 401, 404, 409, 429, 500}) {
      errors.addAll(errorsAgainst(echo(status)));
    }
    errors.addAll(errorsAgainst(json(200, "pl4nted is not JSON")));
    errors.addAll(errorsAgainst(hangUp()));
    errors.addAll(errorsAgainst(reset()));
    errors.addAll(errorsAgainst(part(200, "{\"pl4nted\":", 50, hangUp())));
    errors.addAll(errorsAgainst(text("pl4nted-admin-key is no HTTP\r\n\r\n")));
    errors.addAll(errorsAgainst(text("HTTP/1.1 200 pl4nted\r\nContent-Length: pl4nted\r\n\r\n")));
    try (RawServer server = RawServer.start()) {
      errors.addAll(errorsAgainst(server.stall()));
    }

    assertThat(errors).hasSizeGreaterThan(80);
    assertThat(errors)
        .allSatisfy(error -> assertThat(everythingAbout(error)).doesNotContain(PLANTED));
  }

  private List<Throwable> errorsAgainst(RawServer.Reply reply) throws Exception {
    List<Throwable> errors = new ArrayList<>();
    try (RawServer server = RawServer.start().always(reply);
        SmartphoneKeyAdmin admin = admin(server.url());
        SmartphoneKeySubscriptions partner = partner(server.url(), PARTNER_KEY);
        RefreshTokenSource tokens = tokens(server.url());
        RefreshTokenSource tokensByBody = tokensByBody(server.url());
        SchlageHomeSubscriptions schlage = schlage(server.url())) {
      List<Runnable> calls =
          List.of(
              () -> partner.changeUrl("w1", CALLBACK),
              () -> admin.webhooks("acme"),
              () -> admin.createWebhook("acme", CALLBACK, EventSelection.everything(), HOOK_SECRET),
              () -> admin.updateWebhook("acme", "w", WebhookChange.secret(HOOK_SECRET)),
              () -> admin.createApiKey("acme", "ACME").apiKey(),
              () -> admin.deleteWebhook("acme", "w1"),
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
    try (RawServer server = RawServer.start();
        SmartphoneKeySubscriptions partner = partner(server.url(), Secret.of(text))) {
      assertThatThrownBy(() -> partner.changeUrl("w1", CALLBACK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("X-API-Key")
          .satisfies(error -> assertThat(everythingAbout(error)).doesNotContain(PLANTED));
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
    try (RawServer server = RawServer.start();
        SmartphoneKeySubscriptions partner = partner(server.url(), PARTNER_KEY);
        SmartphoneKeyAdmin admin = admin(server.url());
        SchlageHomeSubscriptions schlage = schlage(server.url())) {
      List<Runnable> calls =
          List.of(
              () -> partner.changeUrl("w1", URI.create(url)),
              () -> admin.createWebhook("acme", URI.create(url), EventSelection.everything()),
              () -> admin.updateWebhook("acme", "w", WebhookChange.url(URI.create(url))),
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
    try (RawServer server = RawServer.start();
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
      NewApiKey key = admin.createApiKey("acme", "ACME");
      List<Object> values =
          new ArrayList<>(List.of(key, key.raw(), admin, partner, tokens, schlage));
      var webhooks = admin.webhooks("acme");
      values.addAll(webhooks);
      values.addAll(admin.tenants());
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
    return tokenBuilder(url).build();
  }

  private RefreshTokenSource tokensByBody(URI url) {
    return tokenBuilder(url).clientSecretInBody().build();
  }

  private RefreshTokenSource.Builder tokenBuilder(URI url) {
    return RefreshTokenSource.builder()
        .tokenUrl(url)
        .clientId("client")
        .clientSecret(() -> CLIENT_SECRET)
        .refreshToken(REFRESH_TOKEN)
        .keepRefreshToken(next -> {})
        .transport(settings);
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
