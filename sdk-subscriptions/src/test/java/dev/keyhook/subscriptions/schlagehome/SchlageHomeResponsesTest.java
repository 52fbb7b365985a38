package dev.keyhook.subscriptions.schlagehome;

import static dev.keyhook.subscriptions.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchlageHomeResponsesTest {

  private static final URI URL = URI.create("https://hooks.example.com/schlage?env=prod");

  private ApiServer server;
  private SchlageHomeSubscriptions subscriptions;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start();
    subscriptions = client(() -> Secret.of("token"));
  }

  @AfterEach
  void stop() throws IOException {
    subscriptions.close();
    server.close();
  }

  private SchlageHomeSubscriptions client(TokenSource tokens) {
    return SchlageHomeSubscriptions.builder().baseUrl(server.url()).tokens(tokens).build();
  }

  @Test
  void requestsAreThoseOfTheInferredDescription() {
    server
        .then(json(201, "{}"))
        .then(json(200, "{\"subscriptions\":[]}"))
        .then(json(200, "{}"))
        .then(json(204, ""));
    subscriptions.create(
        URL,
        List.of(
            SchlageHomeEventName.USER_SIGNED_OUT,
            SchlageHomeEventName.ACCESS_CODE_USED,
            SchlageHomeEventName.USER_SIGNED_OUT));
    subscriptions.list();
    subscriptions.get("s/1");
    subscriptions.delete("s1");

    assertThat(server.received())
        .extracting(r -> r.method() + " " + r.target() + " " + r.body())
        .containsExactly(
            "POST /webhooks/subscriptions {\"eventTypes\":[\"AccessCodeUsed\",\"UserSignedOut\"],"
                + "\"url\":\"https://hooks.example.com/schlage?env=prod\"}",
            "GET /webhooks/subscriptions ",
            "GET /webhooks/subscriptions/s%2F1 ",
            "DELETE /webhooks/subscriptions/s1 ");
    assertThat(server.received().get(0).header("Authorization")).isEqualTo("Bearer token");
    assertThat(server.received().get(0).headers()).doesNotContainKey("alle-subscription-key");
  }

  @Test
  void unknownFieldsAndValuesSurvive() {
    server.then(
        json(
            200,
            """
            {"subscriptionId":"s1","url":"https://a.example","eventTypes":["UserSignedOut","New"],
             "createdAt":"2026-01-01T00:00:00Z","state":"Enabled"}\
            """));

    SchlageHomeSubscription subscription = subscriptions.get("s1");

    assertThat(subscription.eventTypes())
        .containsExactly(SchlageHomeEventName.USER_SIGNED_OUT, SchlageHomeEventName.of("New"));
    assertThat(SchlageHomeEventName.of("New").isKnown()).isFalse();
    assertThat(subscription.signingPublicKey()).isEmpty();
    assertThat(subscription.raw().text()).contains("\"state\":\"Enabled\"");
  }

  @Test
  void aSigningKeyCanBeComparedWithThePublishedOne() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PublicKey key = generator.generateKeyPair().getPublic();
    server.then(
        json(
            200,
            "{\"signingPublicKey\":\"-----BEGIN PUBLIC KEY-----\\n%s\\n-----END PUBLIC KEY-----\"}"
                .formatted(Base64.getEncoder().encodeToString(key.getEncoded()))));

    SchlageHomeSubscription subscription = subscriptions.get("s1");

    assertThat(subscription.signingPublicKey()).contains(key);
    assertThatThrownBy(subscription::id).isInstanceOf(MissingFieldException.class);
    assertThatThrownBy(subscription::url).isInstanceOf(MissingFieldException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----"})
  void aSigningKeyThatIsNoneSaysSoWhenItIsRead(String pem) {
    server.then(json(200, "{\"signingPublicKey\":\"" + pem + "\"}"));

    SchlageHomeSubscription subscription = subscriptions.get("s1");

    assertThatThrownBy(subscription::signingPublicKey)
        .isInstanceOfSatisfying(
            MissingFieldException.class,
            error -> assertThat(error.pointer()).isEqualTo("/signingPublicKey"));
  }

  @Test
  void aRefusedTokenIsReplacedOnceEvenForAPost() {
    AtomicInteger number = new AtomicInteger();
    server.then(json(401, "{}")).then(json(201, "{\"subscriptionId\":\"s1\"}"));
    TokenSource tokens =
        new TokenSource() {
          @Override
          public Secret accessToken() {
            return Secret.of("token-" + number.get());
          }

          @Override
          public void refused(Secret accessToken) {
            assertThat(accessToken).isEqualTo(Secret.of("token-0"));
            number.incrementAndGet();
          }
        };
    try (SchlageHomeSubscriptions client = client(tokens)) {
      assertThat(client.create(URL, SchlageHomeEventName.known()).id()).isEqualTo("s1");
    }
    assertThat(server.received())
        .extracting(request -> request.header("Authorization"))
        .containsExactly("Bearer token-0", "Bearer token-1");
  }

  @Test
  void aTokenIsReplacedOnlyOnceForACall() {
    AtomicInteger number = new AtomicInteger();
    server.always(json(401, "{}"));
    try (SchlageHomeSubscriptions client =
        client(() -> Secret.of("token-" + number.incrementAndGet()))) {
      assertThatThrownBy(client::list).isInstanceOf(ApiException.class);
    }
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void plansWhatIsMissing() {
    server.then(
        json(
            200,
            """
            {"subscriptions":[
              {"subscriptionId":"s1","url":"%s","eventTypes":["UserSignedOut"]},
              {"subscriptionId":"s2","url":"https://other.example","eventTypes":["New"]}]}\
            """
                .formatted(URL)));

    SchlageHomePlan plan =
        SchlageHomePlan.of(
            URL,
            Set.of("DeviceLockStateChanged", "DeviceAlarmTriggered", "CommandFailed", "Odd"),
            subscriptions.list());

    assertThat(plan.steps())
        .containsExactly(
            PlanStep.create(
                List.of(
                    "CommandStatusUpdated",
                    "DeviceAlarmTriggered",
                    "DeviceLockStateChanged",
                    "UserSignedOut")),
            PlanStep.delete("s1"));
    assertThat(plan.warnings())
        .extracting(PlanWarning::kind, warning -> String.join(",", warning.subjects()))
        .containsExactly(
            tuple(Kind.NOT_CONFIRMED, "DeviceAlarmTriggered"),
            tuple(Kind.UNKNOWN_NAME, "CommandFailed,Odd"),
            tuple(Kind.NOT_HANDLED, "UserSignedOut"),
            tuple(Kind.OTHER_URL, "s2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"UserSignedOut\",{}]", "[\"UserSignedOut\",null]"})
  void refusesToPlanFromEventTypesThatCannotAllBeRead(String eventTypes) {
    server.then(
        json(
            200,
            "{\"subscriptions\":[{\"subscriptionId\":\"s1\",\"url\":\"%s\",\"eventTypes\":%s}]}"
                .formatted(URL, eventTypes)));
    List<SchlageHomeSubscription> existing = subscriptions.list();

    assertThatThrownBy(() -> SchlageHomePlan.of(URL, Set.of("UserSignedOut"), existing))
        .isInstanceOf(MissingFieldException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"eventTypes\":null", ",\"eventTypes\":[]"})
  void aSubscriptionWithoutAListDeliversEveryType(String eventTypes) {
    server.then(
        json(
            200,
            "{\"subscriptions\":[{\"subscriptionId\":\"s1\",\"url\":\"%s\"%s}]}"
                .formatted(URL, eventTypes)));

    assertThat(SchlageHomePlan.of(URL, Set.of("UserSignedOut"), subscriptions.list()).isUpToDate())
        .isTrue();
  }

  @Test
  void plansNothingWithoutATypeOrWithoutHttps() {
    assertThatThrownBy(() -> SchlageHomePlan.of(URL, Set.of("Odd"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                SchlageHomePlan.of(
                    URI.create("http://a.example"), Set.of("UserSignedOut"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SchlageHomeEventName.known()).hasSize(14);
    assertThat(SchlageHomeEventName.known())
        .filteredOn(SchlageHomeEventName::isConfirmed)
        .hasSize(2);
  }
}
