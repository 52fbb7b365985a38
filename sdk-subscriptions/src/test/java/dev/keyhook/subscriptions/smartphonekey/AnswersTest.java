package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.RawServer.answer;
import static dev.keyhook.subscriptions.RawServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.RawServer;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor may answer, today and after it changed its mind. */
class AnswersTest {

  private static final URI CALLBACK = URI.create("https://hooks.example.com/spk");

  private RawServer server;
  private SmartphoneKeyAdmin admin;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start();
    admin =
        SmartphoneKeyAdmin.builder()
            .baseUrl(server.url())
            .adminKey(() -> Secret.of("admin-key"))
            .token(() -> Secret.of("admin-token"))
            .transport(new FakeTime().settings())
            .build();
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
    server.close();
  }

  @Test
  void requestsAreTheDocumentedOnes() {
    server.always(json(200, "{\"apiKey\":\"k\",\"webhooks\":[],\"tenants\":[]}"));

    admin.registerTenant("acme-corp", "ACME", "owner@acme.example");
    admin.createApiKey("acme-corp", "ACME", Instant.parse("2027-01-01T00:00:00Z"));
    admin.createWebhook(
        "acme-corp", CALLBACK, EventSelection.ofNames(Set.of("LockCreated", "KeyAdded")));
    admin.createWebhook("acme-corp", CALLBACK, EventSelection.everything(), Secret.of("s3cret"));
    admin.updateWebhook("acme-corp", "w1", WebhookChange.url(CALLBACK));
    admin.updateWebhook(
        "acme-corp",
        "w1",
        WebhookChange.events(EventSelection.everything()).andSecret(Secret.of("s3cret")));

    assertThat(server.received())
        .filteredOn(r -> !r.method().equals("GET"))
        .extracting(r -> r.method() + " " + r.target() + " " + r.body())
        .containsExactly(
            "POST /tenants/acme-corp/register "
                + "{\"orgName\":\"ACME\",\"ownerEmail\":\"owner@acme.example\"}",
            "POST /api-keys {\"expiresAt\":\"2027-01-01T00:00:00Z\","
                + "\"orgId\":\"acme-corp\",\"orgName\":\"ACME\"}",
            "POST /tenants/acme-corp/webhooks {\"events\":[\"KeyAdded\",\"LockCreated\"],"
                + "\"url\":\"https://hooks.example.com/spk\"}",
            "POST /tenants/acme-corp/webhooks {\"events\":[\"*\"],\"secret\":\"s3cret\","
                + "\"url\":\"https://hooks.example.com/spk\"}",
            "PUT /tenants/acme-corp/webhooks/w1 {\"url\":\"https://hooks.example.com/spk\"}",
            "PUT /tenants/acme-corp/webhooks/w1 {\"events\":[\"*\"],\"secret\":\"s3cret\"}");
    assertThat(server.received())
        .filteredOn(r -> !r.method().equals("GET"))
        .allSatisfy(
            request -> {
              assertThat(request.header("X-Admin-API-Key")).isEqualTo("admin-key");
              assertThat(request.header("Authorization")).isEqualTo("Bearer admin-token");
              assertThat(request.header("Content-Type")).isEqualTo("application/json");
              assertThat(request.header("Accept")).isEqualTo("application/json");
            });
  }

  @Test
  void returnsTheWebhookThatWasCreated() {
    server
        .then(json(201, "{\"success\":true}"))
        .then(
            json(
                200,
                """
                {"webhooks":[
                  {"id":"w1","url":"%s","events":["*"],"createdAt":"2026-01-01T00:00:00Z"},
                  {"id":"w3","url":"%s","events":["*"],"createdAt":"2026-01-03T00:00:00Z"},
                  {"id":"w2","url":"%s","events":["*"],"createdAt":"2026-01-02T00:00:00Z"}]}\
                """
                    .formatted(CALLBACK, CALLBACK, CALLBACK)));

    assertThat(admin.createWebhook("acme", CALLBACK, EventSelection.everything()).id())
        .isEqualTo("w3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"webhooks\":[]}", "no JSON"})
  void aCreationThatIsNotListedYetIsNoFailure(String list) {
    server.then(json(201, "{\"success\":true}")).always(json(200, list));

    SmartphoneKeyWebhook created =
        admin.createWebhook("acme", CALLBACK, EventSelection.everything());

    assertThat(created.url()).isEqualTo(CALLBACK);
    assertThat(created.events()).isEqualTo(EventSelection.everything());
    assertThatThrownBy(created::id).isInstanceOf(MissingFieldException.class);
  }

  @Test
  void aPartnerSendsOneHeaderAndTheUrlAlone() {
    server.always(json(200, ""));
    try (SmartphoneKeySubscriptions partner =
        SmartphoneKeySubscriptions.builder()
            .baseUrl(server.url())
            .apiKey(() -> Secret.of("partner-key"))
            .build()) {
      partner.changeUrl("w 1/2", URI.create("https://hooks.example.com/a%20b?c=d%26e"));
    }

    RawServer.Received request = server.received().get(0);
    assertThat(request.method() + " " + request.target()).isEqualTo("PATCH /webhooks/w%201%2F2");
    assertThat(request.header("X-API-Key")).isEqualTo("partner-key");
    assertThat(request.header("Authorization")).isEmpty();
    assertThat(request.body()).isEqualTo("{\"url\":\"https://hooks.example.com/a%20b?c=d%26e\"}");
  }

  @Test
  void unknownFieldsAndValuesSurvive() {
    server.then(
        json(
            200,
            """
            {"webhooks":[{"id":"w1","url":"https://a.example/?x=1","status":"Paused",
              "events":["KeyAdded","DoorPropped",7],"createdAt":"2026-05-29T12:00:00.5+02:00",
              "updatedAt":1767225600000,"verifiedAt":"yesterday","lastError":{"status":500}}],
             "total":"1","limit":50,"offset":0,"more":true}\
            """));

    SmartphoneKeyWebhook webhook = admin.webhooks("acme").get(0);

    assertThat(webhook.status().orElseThrow().value()).isEqualTo("Paused");
    assertThat(webhook.status().orElseThrow().isKnown()).isFalse();
    assertThat(webhook.events().names())
        .extracting(SmartphoneKeyEventName::value)
        .containsExactly("7", "DoorPropped", "KeyAdded");
    assertThat(webhook.createdAt()).contains(Instant.parse("2026-05-29T10:00:00.500Z"));
    assertThat(webhook.updatedAt()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(webhook.verifiedAt()).isEmpty();
    assertThat(webhook.raw().text()).contains("\"lastError\":{\"status\":500}");
  }

  @Test
  void aMissingFieldMattersToThoseWhoReadItOnly() {
    server.then(
        json(
            200,
            """
            {"webhooks":[{"url":"not a URI","status":null},{"id":{},"url":"https://a.example"}]}\
            """));

    var webhooks = admin.webhooks("acme");

    assertThat(webhooks.get(1).url()).isEqualTo(URI.create("https://a.example"));
    assertThat(webhooks.get(0).status()).isEmpty();
    assertThat(webhooks.get(0).events().names()).isEmpty();
    assertThat(webhooks.get(0).toString()).contains("(no id)");
    assertThatThrownBy(() -> webhooks.get(0).id())
        .isInstanceOfSatisfying(
            MissingFieldException.class,
            error -> assertThat(error.pointer()).isEqualTo("/webhooks/0/id"));
    assertThatThrownBy(() -> webhooks.get(0).url()).isInstanceOf(MissingFieldException.class);
    assertThatThrownBy(() -> webhooks.get(1).id()).isInstanceOf(MissingFieldException.class);
  }

  @Test
  void aNewKeyThatIsMissingIsMissedWhenItIsRead() {
    server.then(json(201, "{\"orgId\":\"acme\",\"color\":\"red\"}"));

    NewApiKey key = admin.createApiKey("acme", "ACME");

    assertThat(key.raw().text()).contains("red");
    assertThatThrownBy(key::apiKey).isInstanceOf(MissingFieldException.class);
  }

  @Test
  void tenantsMayComeAsABareArray() {
    server.then(json(200, "[{\"orgId\":\"acme\",\"plan\":\"gold\"},{\"name\":\"x\"}]"));

    var tenants = admin.tenants();

    assertThat(tenants).hasSize(2);
    assertThat(tenants.get(0).orgId()).contains("acme");
    assertThat(tenants.get(0).raw().text()).contains("gold");
    assertThat(tenants.get(1).orgId()).isEmpty();
  }

  @Test
  void pagesAreAskedForWithTheParametersOfTheAnswer() {
    server
        .then(json(200, "{\"webhooks\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"total\":3,\"limit\":2}"))
        .then(json(200, "{\"webhooks\":[{\"id\":\"3\"}],\"total\":3,\"limit\":2}"));

    assertThat(admin.webhooks("acme")).hasSize(3);
    assertThat(server.received())
        .extracting(RawServer.Received::target)
        .containsExactly("/tenants/acme/webhooks", "/tenants/acme/webhooks?limit=2&offset=2");
  }

  @Test
  void halfAListIsNoList() {
    String page = "{\"webhooks\":[{\"id\":\"1\"}],\"total\":3,\"limit\":1}";
    server.then(json(200, page)).then(json(200, page)); // the same again
    assertUnreadable();
    server.then(json(200, page)).then(json(200, "{\"webhooks\":[],\"total\":3}"));
    assertUnreadable();
  }

  private void assertUnreadable() {
    TransportException error =
        catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));
    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(error).hasMessageContaining("there should be more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":\"E1\",\"message\":\"no\",\"details\":{\"field\":\"url\"},\"x\":1}",
        "{\"error\":{\"code\":\"E1\",\"message\":\"no\",\"details\":{\"field\":\"url\"}}}",
        "{\"error\":\"E1\",\"error_description\":\"no\",\"details\":{\"field\":\"url\"}}"
      })
  void errorBodiesAreReadInEveryCommonForm(String body) {
    server.then(json(400, body, "X-Request-Id: r-1"));

    ApiException error = refusal();

    assertThat(error.code()).contains("E1");
    assertThat(error.vendorMessage()).contains("no");
    assertThat(error.details()).contains("{\"field\":\"url\"}");
    assertThat(error.requestId()).contains("r-1");
    assertThat(error).hasMessageContaining("400 (E1)").hasMessageNotContaining("field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "null", "{\"code\":null}", "{", "7"})
  void anErrorWithoutAUsableBodyIsAnErrorAllTheSame(String body) {
    server.then(answer(403, "text/html", body, "CF-Ray: ray-1"));

    ApiException error = refusal();

    assertThat(error.status()).isEqualTo(403);
    assertThat(error.code()).isEmpty();
    assertThat(error.vendorMessage()).isEmpty();
    assertThat(error.requestId()).contains("ray-1");
  }

  @Test
  void wordsOfTheVendorAreCutAndStayOutOfTheMessage() {
    server.then(
        json(
            400,
            "{\"code\":\"line\\nbreak\",\"message\":\"%s\"}".formatted("personal ".repeat(500))));

    ApiException error = refusal();

    assertThat(error.vendorMessage().orElseThrow()).hasSize(1000);
    assertThat(error.code()).contains("line\nbreak");
    assertThat(error).hasMessageNotContainingAny("personal", "line");
  }

  @Test
  void successWithFalseInItIsNone() {
    server.always(json(200, "{\"success\":false,\"code\":\"E2\"}"));

    ApiException error =
        catchThrowableOfType(
            ApiException.class,
            () -> admin.createWebhook("acme", CALLBACK, EventSelection.everything()));

    assertThat(error.status()).isEqualTo(200);
    assertThat(error.code()).contains("E2");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void deeplyNestedJsonIsUnreadableAndNothingWorse() {
    server.then(json(200, "{\"webhooks\":" + "[".repeat(200_000)));

    assertThatThrownBy(() -> admin.webhooks("acme")).isInstanceOf(TransportException.class);
  }

  private ApiException refusal() {
    return catchThrowableOfType(ApiException.class, () -> admin.webhooks("acme"));
  }
}
