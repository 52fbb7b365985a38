package dev.keyhook.cli.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.catalogue.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's data over real HTTP: who gets it, and what is never in it. */
class ListenPageTest {

  private static final String KEY_ADDED =
      "{\"id\":\"%s\",\"detail-type\":\"KeyAdded\",\"time\":\"2026-05-04T15:00:00Z\",\"detail\":{\"data\":{}}}";

  private Listening server;

  @BeforeEach
  void start() throws Exception {
    server = Listening.start(null, null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Sends a request with any head and returns the status line. */
  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), ISO_8859_1).lines().findFirst().orElse("");
    }
  }

  // ---- Who gets the page

  @ParameterizedTest
  @CsvSource({
    "localhost:%d, 200",
    "127.0.0.1:%d, 200",
    "[::1]:%d, 200",
    "LOCALHOST:%d, 200",
    "evil.example:%d, 403",
    "127.0.0.1.evil.example:%d, 403",
    "localhost, 403",
    "localhost:1, 403",
    "user@localhost:%d, 403"
  })
  void thePageIsServedOnlyUnderThisMachinesNames(String host, int status) throws Exception {
    String line =
        raw("GET /api/deliveries HTTP/1.1\r\nHost: " + host.formatted(server.port()) + "\r\n");
    assertThat(line).contains(" " + status + " ");
  }

  @Test
  void aRequestWithTwoHostsIsRefused() throws Exception {
    String host = "Host: localhost:" + server.port() + "\r\n";
    assertThat(raw("GET / HTTP/1.1\r\n" + host + "Host: evil.example\r\n")).doesNotContain(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"})
  void thePageIsNotServedThroughATunnel(String header) throws Exception {
    assertThat(server.get("/", header, "1.2.3.4").statusCode()).isEqualTo(403);
  }

  @Test
  void theEndpointsWorkThroughATunnel() throws Exception {
    assertThat(server.deliver(KEY_ADDED.formatted(1), "X-Forwarded-For", "1.2.3.4")).isEqualTo(204);
  }

  @Test
  void anotherSiteCanNeitherReadNorAct() throws Exception {
    String json = "{\"type\":\"KeyAdded\"}";
    String type = "application/json";
    String own = server.base().toString();
    assertThat(server.get("/api/deliveries", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(server.post("/api/send", json, "Content-Type", type).statusCode()).isEqualTo(403);
    assertThat(server.post("/api/send", json, "Content-Type", type, "Origin", "null").statusCode())
        .isEqualTo(403);
    assertThat(
            server
                .post("/api/send", json, "Content-Type", type, "Origin", "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            server
                .post("/api/send", json, "Content-Type", "text/plain", "Origin", own)
                .statusCode())
        .as("a form can send text/plain")
        .isEqualTo(405);
    assertThat(
            server
                .post(
                    "/api/send",
                    json,
                    "Content-Type",
                    type,
                    "Origin",
                    own,
                    "Sec-Fetch-Site",
                    "same-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(server.json("/api/deliveries")).isEmpty();
    assertThat(server.post("/api/send", json, "Content-Type", type, "Origin", own).statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyResponseForbidsWhatThePageDoesNotNeed() throws Exception {
    for (String path : new String[] {"/", "/page/inspector.js", "/api/state", "/nothing"}) {
      HttpResponse<String> response = server.get(path);
      assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void thePageLoadsNothingFromElsewhere() throws Exception {
    assertThat(server.get("/").body()).doesNotContain("http://", "https://");
    assertThat(server.get("/page/inspector.css").body()).doesNotContain("@import", "url(");
    assertThat(server.get("/page/uPlot.js").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../pom.xml",
        "/page/../inspector.js",
        "/page/package-info.class",
        "/api/",
        "/api/inbox"
      })
  void nothingElseIsServed(String path) throws Exception {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n"))
        .doesNotContain(" 200 ");
  }

  // ---- Remote

  @Test
  void fromOutsideThePageAsksForItsToken() throws Exception {
    try (Listening remote = Listening.start("page-token", null)) {
      assertThat(remote.get("/").statusCode()).isEqualTo(401);
      assertThat(remote.get("/api/deliveries").statusCode()).isEqualTo(401);
      assertThat(remote.get("/?token=wrong").statusCode()).isEqualTo(401);
      HttpResponse<String> signedIn = remote.get("/?token=page-token");
      assertThat(signedIn.statusCode()).isEqualTo(303);
      assertThat(signedIn.headers().firstValue("Location")).contains("/");
      String cookie = signedIn.headers().firstValue("Set-Cookie").orElse("");
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
      assertThat(remote.get("/", "Cookie", cookie.split(";", -1)[0]).statusCode()).isEqualTo(200);
      assertThat(remote.get("/", "Cookie", "keyhook_page=wrong").statusCode()).isEqualTo(401);
    }
  }

  // ---- What is in it

  @Test
  void thePageNeverShowsASecret() throws Exception {
    String body =
        KEY_ADDED.formatted(Listening.SECRET).replace("{}", "{\"x\":\"" + Listening.SECRET + "\"}");
    server.deliver(
        body, "X-Api-Key", "k3y-of-mine", "Cookie", "session=1", "X-Note", Listening.SECRET);
    String list = server.get("/api/deliveries").body();
    String detail = server.get("/api/delivery?number=1&reveal=true").body();
    assertThat(list + detail + server.get("/api/state").body())
        .contains("KeyAdded", "x-api-key")
        .doesNotContain(Listening.SECRET, "k3y-of-mine", "session=1");
  }

  @Test
  void sensitiveFieldsAreMaskedUntilAskedFor() throws Exception {
    server.sample("RtspCameraRegistered", SampleFault.NONE);
    String password = "camera-password";
    server.deliver(
        "{\"id\":\"2\",\"detail-type\":\"RtspCameraRegistered\",\"detail\":{\"data\":{\"password\":\""
            + password
            + "\"}}}");
    assertThat(server.get("/api/delivery?number=2").body()).doesNotContain(password);
    assertThat(server.get("/api/delivery?number=2&reveal=true").body()).contains(password);
  }

  @ParameterizedTest
  @EnumSource(SampleFault.class)
  void everyFaultEndsAsItShould(SampleFault fault) throws Exception {
    for (String type : new String[] {"KeyAdded", "DeviceLockStateChanged"}) {
      JsonNode sent = server.sample(type, fault);
      boolean isSigned = type.equals("DeviceLockStateChanged");
      int expected =
          switch (fault) {
            case CUT -> 0;
            case WRONG_CREDENTIAL, NO_CREDENTIAL -> 401;
            case TAMPERED -> isSigned ? 401 : 204;
            case TRUNCATED -> 500;
            case TOO_LARGE -> 413;
            case WRONG_METHOD -> 405;
            default -> 204;
          };
      assertThat(sent.path("status").asInt()).as(type + " " + fault).isEqualTo(expected);
    }
  }

  @Test
  void aRefusedDeliveryIsExplained() throws Exception {
    server.sample("KeyAdded", SampleFault.NO_CREDENTIAL);
    JsonNode detail = server.json("/api/delivery?number=1");
    assertThat(detail.path("outcome").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(detail.path("explanation").path("cause").asText()).isEqualTo("HEADER_MISSING");
  }

  @Test
  void aDeviationIsMarkedWhereItIs() throws Exception {
    server.sample("KeyAdded", SampleFault.UNKNOWN_FIELD);
    JsonNode detail = server.json("/api/delivery?number=1");
    assertThat(detail.path("lines"))
        .filteredOn(line -> line.has("deviation"))
        .extracting(line -> line.path("key").asText() + " " + line.path("deviation").asText())
        .containsExactly("addedTomorrow UNKNOWN_FIELD");
    assertThat(detail.path("snippet").asText()).contains(".on(KeyAdded.class");
  }

  @Test
  void atMostTenThousandDeliveriesAreKept() {
    DeliveryLog log = new DeliveryLog();
    for (int i = 0; i < DeliveryLog.MAX_DELIVERIES + 5; i++) {
      log.add(
          Vendor.SMARTPHONEKEY,
          Instant.EPOCH,
          WebhookRequest.builder("POST").body(new byte[10_000]).build());
    }
    assertThat(log.all(delivery -> delivery.number))
        .hasSize(DeliveryLog.MAX_DELIVERIES)
        .first()
        .isEqualTo(6L);
    assertThat(
            log.all(delivery -> delivery.request() != null).stream().filter(kept -> kept).count())
        .as("bodies within 64 MiB")
        .isBetween(6_000L, 6_800L);
  }
}
