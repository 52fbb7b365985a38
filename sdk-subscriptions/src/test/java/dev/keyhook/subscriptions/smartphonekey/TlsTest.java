package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.ApiServer.json;
import static dev.keyhook.subscriptions.ApiServer.stall;
import static dev.keyhook.subscriptions.PreflightFinding.Check.ADDRESS;
import static dev.keyhook.subscriptions.PreflightFinding.Check.CERTIFICATE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.HEADER;
import static dev.keyhook.subscriptions.PreflightFinding.Check.RESPONSE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.URL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.DOUBTFUL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.FAILED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.PASSED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.PreflightFinding;
import dev.keyhook.subscriptions.PreflightFinding.Check;
import dev.keyhook.subscriptions.PreflightFinding.Outcome;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.RawServer;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** TLS, seen from the wire; and what a preflight check says about it. */
class TlsTest {

  private static final PreflightOptions LOCAL = PreflightOptions.defaults().allowHost("localhost");

  private static final HeldCertificate GOOD = certificate("localhost", 3650);
  private static final HeldCertificate EXPIRING = certificate("localhost", 7);
  private static final HeldCertificate OTHER_NAME = certificate("other.example", 3650);

  private final FakeTime time = new FakeTime();

  private static HeldCertificate certificate(String name, int days) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .addSubjectAlternativeName(name)
        .duration(days, TimeUnit.DAYS)
        .build();
  }

  @Test
  void talksToATrustedServer() throws Exception {
    try (ApiServer server = ApiServer.https(GOOD);
        SmartphoneKeyAdmin admin = admin(server.url(), trusting(GOOD))) {
      server.always(json(200, "{\"webhooks\":[]}"));

      assertThat(admin.webhooks("acme").list()).isEmpty();
    }
  }

  @Test
  void tellsAnUntrustedServerNothing() throws Exception {
    assertInsecure(GOOD, OTHER_NAME);
  }

  @Test
  void tellsAServerWithAnotherNameNothing() throws Exception {
    assertInsecure(OTHER_NAME, OTHER_NAME);
  }

  private void assertInsecure(HeldCertificate certificate, HeldCertificate trusted)
      throws Exception {
    try (ApiServer server = ApiServer.https(certificate);
        SmartphoneKeyAdmin admin = admin(server.url(), trusting(trusted))) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme").list());

      assertThat(error.reason()).isEqualTo(Reason.INSECURE);
      assertThat(error.mayHaveHappened()).isFalse();
      assertThat(server.received()).isEmpty();
      assertThat(time.waits()).isEmpty();
    }
  }

  @Test
  void presentsItsCertificateOnlyToTheApi() throws Exception {
    HeldCertificate client = certificate("client", 30);
    try (ApiServer server = ApiServer.https(GOOD, client);
        SmartphoneKeySubscriptions stranger = partner(trusting(GOOD).attempts(1));
        SmartphoneKeyAdmin admin =
            admin(
                server.url(),
                trusting(GOOD)
                    .clientKey(ApiServer.holding(client, "changeit"), Secret.of("changeit")))) {
      server.always(json(200, "{\"webhooks\":[]}"));

      assertThat(admin.webhooks("acme").list()).isEmpty();
      assertThat(outcomes(stranger.preflight(server.url(), LOCAL))).containsEntry(RESPONSE, FAILED);
    }
    try (ApiServer server = ApiServer.https(GOOD, client);
        SmartphoneKeySubscriptions partner =
            partner(
                trusting(GOOD)
                    .clientKey(ApiServer.holding(client, "changeit"), Secret.of("changeit")))) {
      server.always(json(204, ""));

      assertThat(outcomes(partner.preflight(server.url(), LOCAL)))
          .doesNotContainEntry(RESPONSE, PASSED);
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aKeyThatCannotBeOpenedIsRefusedWithoutItsPassword() throws Exception {
    TransportSettings.Builder settings =
        trusting(GOOD).clientKey(ApiServer.holding(GOOD, "right"), Secret.of("pl4nted"));

    assertThatThrownBy(() -> partner(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pl4nted");
  }

  @Test
  void asksAProxyWithCredentials() throws Exception {
    try (MockWebServer proxy = new MockWebServer();
        SmartphoneKeyAdmin admin =
            admin(
                URI.create("https://api.example.com"),
                trusting(certificate("api.example.com", 30))
                    .attempts(1)
                    .proxy(ProxySelector.of(start(proxy)))
                    .proxyCredentials("me", () -> Secret.of("pl4nted")))) {
      proxy.enqueue(new MockResponse.Builder().code(407).build());

      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.tenants().list());

      RecordedRequest connect = proxy.takeRequest();
      assertThat(connect.getRequestLine()).startsWith("CONNECT api.example.com:443");
      assertThat(connect.getHeaders().get("Proxy-Authorization"))
          .isEqualTo("Basic bWU6cGw0bnRlZA==");
      assertThat(connect.getHeaders().get("X-Admin-API-Key")).isNull();
      assertThat(error.mayHaveHappened()).isFalse();
      assertThat(error).hasMessageContaining("407").hasMessageNotContaining("pl4nted");
    }
  }

  @Test
  void sendsNoPlainHttpThroughAProxy() throws Exception {
    try (MockWebServer proxy = new MockWebServer();
        ApiServer server = ApiServer.start();
        SmartphoneKeyAdmin admin =
            admin(server.url(), time.settings().proxy(ProxySelector.of(start(proxy))))) {
      server.always(json(200, "{\"tenants\":[]}"));

      assertThat(admin.tenants().list()).isEmpty();
      assertThat(proxy.getRequestCount()).isZero();
    }
  }

  private static InetSocketAddress start(MockWebServer proxy) throws IOException {
    proxy.start(InetAddress.getLoopbackAddress(), 0);
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort());
  }

  @Test
  void doesNotSpeakTlsToAServerThatCannot() throws Exception {
    try (RawServer server = RawServer.start();
        SmartphoneKeyAdmin admin =
            admin(URI.create("https://localhost:" + server.url().getPort()))) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme").list());

      assertThat(error.mayHaveHappened()).isFalse();
      assertThat(server.received()).allSatisfy(r -> assertThat(r.headers()).isEmpty());
    }
  }

  @Test
  void offersNothingOlderThanTls12() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SmartphoneKeyAdmin admin =
            admin(
                URI.create("https://localhost:" + server.getLocalPort()),
                time.settings().attempts(1))) {
      CompletableFuture<byte[]> hello =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  DataInputStream in = new DataInputStream(socket.getInputStream());
                  in.readNBytes(3); // handshake record, and the version that all records have
                  return in.readNBytes(in.readUnsignedShort());
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });

      assertThatThrownBy(() -> admin.webhooks("acme").list())
          .isInstanceOf(TransportException.class);

      assertThat(supportedVersions(hello.get())).containsExactly(0x0303, 0x0304); // TLS 1.2 and 1.3
    }
  }

  /** Reads the extension supported_versions of a ClientHello (RFC 8446 sections 4.1.2, 4.2.1). */
  private static Set<Integer> supportedVersions(byte[] handshake) {
    ByteBuffer hello = ByteBuffer.wrap(handshake);
    hello.position(4 + 2 + 32); // header, legacy version, random
    hello.position(hello.position() + 1 + (hello.get(hello.position()) & 0xff)); // session
    hello.position(hello.position() + 2 + hello.getShort(hello.position())); // suites
    hello.position(hello.position() + 1 + (hello.get(hello.position()) & 0xff)); // compression
    hello.getShort();
    Set<Integer> versions = new TreeSet<>();
    while (hello.hasRemaining()) {
      int type = hello.getShort();
      ByteBuffer extension = hello.slice(hello.position() + 2, hello.getShort(hello.position()));
      hello.position(hello.position() + 2 + extension.limit());
      if (type == 43) {
        extension.get();
        while (extension.hasRemaining()) {
          versions.add((int) extension.getShort());
        }
      }
    }
    return versions;
  }

  @Test
  void preflightLikesAllButTheAddressOfALocalReceiver() throws Exception {
    try (ApiServer server = ApiServer.https(GOOD)) {
      server.always(json(204, ""));

      PreflightReport report =
          preflight(server.url().resolve("/hook?token=planted"), trusting(GOOD));

      assertThat(outcomes(report))
          .containsEntry(URL, PASSED)
          .containsEntry(ADDRESS, FAILED)
          .containsEntry(CERTIFICATE, PASSED)
          .containsEntry(RESPONSE, PASSED);
      assertThat(report.isReady()).isFalse();
      assertThat(report.toString()).contains("127.0.0.1").doesNotContain("planted");
      assertThat(server.received().get(0).method()).isEqualTo("POST");
      assertThat(server.received().get(0).target()).isEqualTo("/hook?token=planted");
      assertThat(server.received().get(0).body()).isEqualTo("{}");
    }
  }

  @Test
  void preflightDoubtsACertificateThatExpiresSoon() throws Exception {
    try (ApiServer server = ApiServer.https(EXPIRING)) {
      server.always(json(204, ""));

      assertThat(outcomes(preflight(server.url(), trusting(EXPIRING).clock(Clock.systemUTC()))))
          .containsEntry(CERTIFICATE, DOUBTFUL);
    }
  }

  @Test
  void preflightFindsACertificateThatIsNotTrusted() throws Exception {
    try (ApiServer server = ApiServer.https(GOOD)) {
      PreflightReport report = preflight(server.url());

      assertThat(outcomes(report))
          .containsEntry(CERTIFICATE, FAILED)
          .containsEntry(RESPONSE, SKIPPED);
      assertThat(report.toString()).contains("certification path");
    }
  }

  @Test
  void preflightDoesNotCallPlainHttpReady() throws Exception {
    try (ApiServer server = ApiServer.start()) {
      server.always(json(204, ""));

      PreflightReport report = preflight(server.url());

      assertThat(outcomes(report))
          .containsEntry(URL, FAILED)
          .containsEntry(CERTIFICATE, SKIPPED)
          .containsEntry(RESPONSE, PASSED);
      assertThat(report.isReady()).isFalse();
    }
  }

  @Test
  void preflightSendsTheSecretThatDeliveriesWillCarry() throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(time.settings())) {
      server.always(
          request -> json(request.header("Authorization").equals("Bearer s3cret") ? 204 : 401, ""));

      assertThat(outcomes(partner.preflight(server.url(), LOCAL)))
          .containsEntry(RESPONSE, DOUBTFUL);
      assertThat(
              outcomes(
                  partner.preflight(
                      server.url(), LOCAL.sending("Authorization", Secret.of("s3cret")))))
          .containsEntry(RESPONSE, PASSED);
      assertThat(
              outcomes(
                  partner.preflight(
                      server.url(), LOCAL.sending("Authorization", Secret.of("wrong")))))
          .containsEntry(RESPONSE, DOUBTFUL);
    }
  }

  @Test
  void preflightSendsNothingToAnAddressThatIsNotPublic() throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(time.settings())) {
      PreflightReport report =
          partner.preflight(
              server.url(),
              PreflightOptions.defaults().sending("X-Key", Secret.of("s3cret")).allowHost("other"));

      assertThat(outcomes(report))
          .containsEntry(ADDRESS, FAILED)
          .containsEntry(CERTIFICATE, SKIPPED)
          .containsEntry(RESPONSE, SKIPPED);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void preflightSendsNothingToAUrlWithUserInfo() throws Exception {
    try (ApiServer server = ApiServer.start()) {
      URI url = URI.create("http://user:pl4nted@localhost:" + server.url().getPort());

      PreflightReport report = preflight(url);

      assertThat(outcomes(report))
          .containsEntry(URL, FAILED)
          .containsEntry(ADDRESS, SKIPPED)
          .containsEntry(RESPONSE, SKIPPED);
      assertThat(report.toString()).doesNotContain("pl4nted");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void preflightFindsAHeaderThatCannotBeSent() throws Exception {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeySubscriptions partner = partner(time.settings())) {
      for (PreflightOptions options :
          List.of(
              LOCAL.sending("X Key:", Secret.of("pl4nted")),
              LOCAL.sending("", Secret.of("pl4nted")),
              LOCAL.sending("X-Key", Secret.of("pl4nted\u00e9")))) {
        PreflightReport report = partner.preflight(server.url(), options);

        assertThat(outcomes(report)).containsEntry(HEADER, FAILED).containsEntry(RESPONSE, SKIPPED);
        assertThat(report + options.toString()).doesNotContain("pl4nted");
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void preflightFindsRefusalsAndRedirects() throws Exception {
    try (ApiServer server = ApiServer.start()) {
      server.then(json(500, "")).then(json(404, "")).then(json(302, "", "Location: /there"));

      for (String word : new String[] {"500", "404", "redirects"}) {
        PreflightReport report = preflight(server.url());
        assertThat(outcomes(report)).containsEntry(RESPONSE, FAILED);
        assertThat(report.toString()).contains(word);
      }
      assertThat(server.received()).hasSize(3);
    }
  }

  @Test
  void preflightDoesNotWaitForeverForAnAnswer() throws Exception {
    try (ApiServer server = ApiServer.start()) {
      server.always(stall());

      PreflightReport report =
          preflight(server.url(), time.settings().timeout(Duration.ofMillis(200)));

      assertThat(outcomes(report)).containsEntry(RESPONSE, FAILED);
      assertThat(report.toString()).contains("TIMED_OUT");
    }
  }

  @Test
  void preflightReportsAnUnknownHostAndAnInvalidUrl() {
    assertThat(outcomes(preflight(URI.create("https://no-such-host.invalid/hook"))))
        .containsEntry(URL, PASSED)
        .containsEntry(ADDRESS, FAILED)
        .containsEntry(RESPONSE, SKIPPED);
    assertThat(outcomes(preflight(URI.create("mailto:me@example.com"))))
        .containsEntry(URL, FAILED)
        .containsEntry(ADDRESS, SKIPPED);
    assertThat(preflight(URI.create("https:///path")).findings()).hasSize(4);
  }

  @Test
  void aClosedClientChecksNothing() {
    SmartphoneKeySubscriptions partner = partner(time.settings());
    partner.close();

    assertThatThrownBy(() -> partner.preflight(URI.create("https://localhost")))
        .isInstanceOf(IllegalStateException.class);
  }

  private TransportSettings.Builder trusting(HeldCertificate certificate) throws Exception {
    return time.settings().trusted(ApiServer.trusting(certificate));
  }

  private PreflightReport preflight(URI url) {
    return preflight(url, time.settings());
  }

  private static PreflightReport preflight(URI url, TransportSettings.Builder settings) {
    try (SmartphoneKeySubscriptions partner = partner(settings)) {
      return partner.preflight(url, LOCAL);
    }
  }

  private static Map<Check, Outcome> outcomes(PreflightReport report) {
    return report.findings().stream()
        .collect(Collectors.toMap(PreflightFinding::check, PreflightFinding::outcome));
  }

  private static SmartphoneKeySubscriptions partner(TransportSettings.Builder settings) {
    return SmartphoneKeySubscriptions.builder()
        .apiKey(() -> Secret.of("partner-key"))
        .transport(settings.build())
        .build();
  }

  private SmartphoneKeyAdmin admin(URI baseUrl) {
    return admin(baseUrl, time.settings());
  }

  private static SmartphoneKeyAdmin admin(URI baseUrl, TransportSettings.Builder settings) {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(baseUrl)
        .adminKey(() -> Secret.of("admin-key"))
        .token(() -> Secret.of("admin-token"))
        .transport(settings.build())
        .build();
  }
}
