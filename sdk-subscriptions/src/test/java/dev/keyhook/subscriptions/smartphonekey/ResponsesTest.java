package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.ApiServer.json;
import static dev.keyhook.subscriptions.ApiServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor may send, today and after a change of its API. */
class ResponsesTest {

  private static final URI CALLBACK = URI.create("https://hooks.example.com/spk");

  private ApiServer server;
  private SmartphoneKeyAdmin admin;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start();
    admin =
        SmartphoneKeyAdmin.builder()
            .baseUrl(server.url())
            .adminKey(() -> Secret.of("admin-key"))
            .token(() -> Secret.of("admin-token"))
            .transport(new FakeTime().settings().build())
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

    admin
        .tenants()
        .create(NewTenant.withId("acme-corp").named("ACME").ownedBy("owner@acme.example"));
    admin
        .apiKeys()
        .create(
            ApiKeyRequest.forTenant("acme-corp")
                .named("ACME")
                .until(Instant.parse("2027-01-01T00:00:00Z")));
    admin
        .webhooks("acme-corp")
        .create(CALLBACK, EventSelection.ofNames(Set.of("LockCreated", "KeyAdded")));
    admin.webhooks("acme-corp").create(CALLBACK, EventSelection.everything(), Secret.of("s3cret"));
    admin.webhooks("acme-corp").update("w1", WebhookChange.url(CALLBACK));
    admin
        .webhooks("acme-corp")
        .update(
            "w1", WebhookChange.events(EventSelection.everything()).andSecret(Secret.of("s3cret")));

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

    assertThat(admin.webhooks("acme").create(CALLBACK, EventSelection.everything()).id())
        .isEqualTo("w3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"webhooks\":[]}", "no JSON"})
  void aCreationThatIsNotListedYetIsNoFailure(String list) {
    server.then(json(201, "{\"success\":true}")).always(json(200, list));

    SmartphoneKeyWebhook created =
        admin.webhooks("acme").create(CALLBACK, EventSelection.everything());

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

    ApiServer.Received request = server.received().get(0);
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

    SmartphoneKeyWebhook webhook = admin.webhooks("acme").list().get(0);

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

    var webhooks = admin.webhooks("acme").list();

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
  void findsAWebhookByItsId() {
    server.always(json(200, "{\"webhooks\":[{\"url\":\"https://a.example\"},{\"id\":\"w2\"}]}"));

    assertThat(admin.webhooks("acme").get("w2").orElseThrow().id()).isEqualTo("w2");
    assertThat(admin.webhooks("acme").get("w3")).isEmpty();
    assertThat(admin.webhooks("acme").get("(no id)")).isEmpty();
  }

  @Test
  void aNewKeyThatIsMissingIsMissedWhenItIsRead() {
    server.then(json(201, "{\"orgId\":\"acme\",\"color\":\"red\"}"));

    NewApiKey key = admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME"));

    assertThat(key.raw().text()).contains("red");
    assertThatThrownBy(key::apiKey).isInstanceOf(MissingFieldException.class);
  }

  @Test
  void tenantsMayComeAsABareArray() {
    server.then(json(200, "[{\"orgId\":\"acme\",\"plan\":\"gold\"},{\"name\":\"x\"}]"));

    var tenants = admin.tenants().list();

    assertThat(tenants).hasSize(2);
    assertThat(tenants.get(0).orgId()).contains("acme");
    assertThat(tenants.get(0).raw().text()).contains("gold");
    assertThat(tenants.get(1).orgId()).isEmpty();
  }

  @Test
  void pagesAreRequestedWithTheParametersOfTheResponseAndOverlapByOneItem() {
    server
        .then(json(200, "{\"webhooks\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"total\":3,\"limit\":2}"))
        .then(json(200, "{\"webhooks\":[{\"id\":\"2\"},{\"id\":\"3\"}],\"total\":3,\"limit\":2}"));

    assertThat(admin.webhooks("acme").list())
        .extracting(SmartphoneKeyWebhook::id)
        .containsExactly("1", "2", "3");
    assertThat(server.received())
        .extracting(ApiServer.Received::target)
        .containsExactly("/tenants/acme/webhooks", "/tenants/acme/webhooks?limit=2&offset=1");
  }

  @Test
  void fullPagesWithoutATotalAreReadToTheEnd() {
    server
        .then(json(200, "{\"webhooks\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"limit\":2}"))
        .then(json(200, "{\"webhooks\":[{\"id\":\"2\"},{\"id\":\"3\"}],\"limit\":2}"))
        .then(json(200, "{\"webhooks\":[{\"id\":\"3\"}],\"limit\":2}"));

    assertThat(admin.webhooks("acme").list()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"nextCursor\":\"abc\"",
        "\"next\":\"/tenants/acme/webhooks?cursor=abc\"",
        "\"hasMore\":true",
        "\"pagination\":{\"cursor\":\"abc\"}"
      })
  void aPageThatPointsToAnotherInAnUnknownFormIsNotTakenForTheWholeList(String pointer) {
    server.always(json(200, "{\"webhooks\":[{\"id\":\"1\"}]," + pointer + "}"));

    assertUnreadable("more pages");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"nextCursor\":null", "\"next\":\"\"", "\"hasMore\":false", "\"meta\":{}"})
  void theLastPageOfACursorIsTheEnd(String pointer) {
    server.always(json(200, "{\"webhooks\":[{\"id\":\"1\"}]," + pointer + "}"));

    assertThat(admin.webhooks("acme").list()).hasSize(1);
  }

  @Test
  void halfAListIsNeverTakenForTheWhole() {
    String page = "{\"webhooks\":[{\"id\":\"1\"}],\"total\":3,\"limit\":1}";
    server.always(json(200, page)); // the same page again and again
    assertUnreadable("same page");
    server.always(
        request ->
            json(
                200, request.target().contains("offset") ? "{\"webhooks\":[],\"total\":3}" : page));
    assertUnreadable("empty page");
  }

  @Test
  void aListThatChangesWhileItIsReadIsReadAgain() {
    server
        .then(page(4, 2, "1", "2"))
        .then(page(3, 2, "3", "4")) // 1 was deleted, so that 3 moved to the end of page 1
        .then(page(3, 2, "2", "3"))
        .then(page(3, 2, "3", "4"));

    assertThat(admin.webhooks("acme").list())
        .extracting(SmartphoneKeyWebhook::id)
        .containsExactly("2", "3", "4");
  }

  @Test
  void aChangeIsNoticedThoughTheTotalStaysTheSame() {
    server
        .then(page(4, 2, "1", "2"))
        .then(page(4, 2, "3", "4")) // 1 was deleted, 5 was added
        .then(page(4, 2, "2", "3"))
        .then(page(4, 2, "3", "4"))
        .then(page(4, 2, "4", "5"));

    assertThat(admin.webhooks("acme").list()).hasSize(4);
  }

  @Test
  void aListThatKeepsChangingIsAnError() {
    server.always(
        request ->
            request.target().contains("offset") ? page(4, 2, "3", "4") : page(4, 2, "1", "2"));

    assertUnreadable("changed between two pages");
  }

  @Test
  void pagesWithoutEndAreBounded() {
    AtomicInteger last = new AtomicInteger();
    server.always(
        request -> {
          StringBuilder items = new StringBuilder("{\"id\":\"%d\"}".formatted(last.get()));
          for (int i = 0; i < 999; i++) {
            items.append(",{\"id\":\"").append(last.incrementAndGet()).append("\"}");
          }
          return json(200, "{\"webhooks\":[" + items + "],\"total\":1000000000,\"limit\":1000}");
        });

    assertUnreadable("more than 10000 items");
    assertThat(server.received()).hasSize(11);
    assertThatThrownBy(() -> admin.webhooks("acme").stream().count())
        .isInstanceOf(TransportException.class);
  }

  @Test
  void aStreamReadsAPageWhenItIsNeeded() {
    server.always(page(4, 2, "1", "2"));

    assertThat(admin.webhooks("acme").stream().findFirst().orElseThrow().id()).isEqualTo("1");
    assertThat(admin.webhooks("acme").get("2")).isPresent();

    assertThat(server.received()).hasSize(2);
    assertThatThrownBy(() -> admin.webhooks("acme").stream().count())
        .isInstanceOf(TransportException.class);
  }

  private static MockResponse page(int total, int limit, String... ids) {
    String items =
        Arrays.stream(ids).map("{\"id\":\"%s\"}"::formatted).collect(Collectors.joining(","));
    return json(
        200, "{\"webhooks\":[%s],\"total\":%d,\"limit\":%d}".formatted(items, total, limit));
  }

  private void assertUnreadable(String explanation) {
    TransportException error =
        catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme").list());
    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_RESPONSE);
    assertThat(error).hasMessageContaining(explanation);
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

  @Test
  void theCodeIsFoundInTheNamesOfTheErrors() {
    server.then(
        json(
            400,
            """
            {"type":"https://tools.example/rfc","title":"One or more errors occurred.",
             "errors":{"Error Code: 34":["The schedule is not valid"]}}\
            """));

    ApiException error = refusal();

    assertThat(error.code()).contains("34");
    assertThat(error.vendorMessage()).contains("One or more errors occurred.");
    assertThat(error.details().orElseThrow()).contains("The schedule is not valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000000000000",
        "9223372036854775807",
        "1e300",
        "\"999999999999999999.5\"",
        "\"+999999999999-01-01T00:00:00Z\"",
        "99999999999999999999999999"
      })
  void aDateOutOfRangeIsAbsent(String time) {
    server
        .then(
            json(201, "{\"apiKey\":\"k\",\"expiresAt\":%s,\"createdAt\":%s}".formatted(time, time)))
        .then(json(200, "{\"webhooks\":[{\"id\":\"w1\",\"createdAt\":%s}]}".formatted(time)));

    NewApiKey key = admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME"));
    SmartphoneKeyWebhook webhook = admin.webhooks("acme").list().get(0);

    assertThat(key.toString()).contains("NewApiKey");
    assertThat(webhook.toString()).contains("w1");
    key.createdAt().ifPresent(instant -> assertThat(instant.toString()).isNotEmpty());
    webhook.createdAt().ifPresent(instant -> assertThat(instant.toString()).isNotEmpty());
  }

  @Test
  void userInfoAndQueryOfAUrlAreNotShown() {
    server.then(
        json(
            200,
            """
            {"webhooks":[{"id":"w1","url":"https://user:pl4nted@a.example/?key=pl4nted"},
                         {"id":"w2","url":"https://a b:pl4nted@@a.example"}]}\
            """));

    assertThat(admin.webhooks("acme").list().toString())
        .contains("w1", "w2", "a.example")
        .doesNotContain("pl4nted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "null", "{\"code\":null}", "{", "7"})
  void anErrorWithoutAUsableBodyIsStillAnError(String body) {
    server.then(response(403, "text/html", body, "CF-Ray: ray-1"));

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
            () -> admin.webhooks("acme").create(CALLBACK, EventSelection.everything()));

    assertThat(error.status()).isEqualTo(200);
    assertThat(error.code()).contains("E2");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void deeplyNestedJsonIsUnreadableAndNothingWorse() {
    server.then(json(200, "{\"webhooks\":" + "[".repeat(200_000)));

    assertThatThrownBy(() -> admin.webhooks("acme").list()).isInstanceOf(TransportException.class);
  }

  private ApiException refusal() {
    return catchThrowableOfType(ApiException.class, () -> admin.webhooks("acme").list());
  }
}
