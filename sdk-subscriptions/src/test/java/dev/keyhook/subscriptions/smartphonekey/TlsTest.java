package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.PreflightFinding.Check.ADDRESS;
import static dev.keyhook.subscriptions.PreflightFinding.Check.ANSWER;
import static dev.keyhook.subscriptions.PreflightFinding.Check.CERTIFICATE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.URL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.DOUBTFUL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.FAILED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.PASSED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.SKIPPED;
import static dev.keyhook.subscriptions.RawServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.PreflightFinding;
import dev.keyhook.subscriptions.PreflightFinding.Check;
import dev.keyhook.subscriptions.PreflightFinding.Outcome;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.RawServer;
import dev.keyhook.subscriptions.TlsServer;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, seen from the wire; and what a preflight check says about it. */
class TlsTest {

  private static final String SAN = "SAN=dns:localhost,ip:127.0.0.1";

  @TempDir static Path folder;
  private static Path good;
  private static Path expiring;
  private static Path otherName;

  private final FakeTime time = new FakeTime();

  @BeforeAll
  static void makeCertificates() throws Exception {
    good = TlsServer.keyStore(folder, "good", "-ext", SAN, "-validity", "3650");
    expiring = TlsServer.keyStore(folder, "expiring", "-ext", SAN, "-validity", "7");
    otherName =
        TlsServer.keyStore(folder, "other", "-ext", "SAN=dns:other.example", "-validity", "3650");
  }

  @AfterEach
  void trustNobodyElse() {
    TlsServer.trustNobodyElse();
  }

  @Test
  void talksToATrustedServer() throws Exception {
    TlsServer.trust(good);
    try (RawServer server = TlsServer.start(good);
        SmartphoneKeyAdmin admin = admin(server.url())) {
      server.always(json(200, "{\"webhooks\":[]}"));

      assertThat(admin.webhooks("acme")).isEmpty();
    }
  }

  @Test
  void tellsAnUntrustedServerNothing() throws Exception {
    assertInsecure(good, otherName);
  }

  @Test
  void tellsAServerWithAnotherNameNothing() throws Exception {
    assertInsecure(otherName, otherName);
  }

  private void assertInsecure(Path certificate, Path trusted) throws Exception {
    TlsServer.trust(trusted);
    try (RawServer server = TlsServer.start(certificate);
        SmartphoneKeyAdmin admin = admin(server.url())) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));

      assertThat(error.reason()).isEqualTo(Reason.INSECURE);
      assertThat(error.mayHaveHappened()).isFalse();
      assertThat(server.received()).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
      assertThat(time.waits()).isEmpty();
    }
  }

  @Test
  void doesNotSpeakTlsToAServerThatCannot() throws Exception {
    try (RawServer server = RawServer.start();
        SmartphoneKeyAdmin admin =
            admin(URI.create("https://localhost:" + server.url().getPort()))) {
      TransportException error =
          catchThrowableOfType(TransportException.class, () -> admin.webhooks("acme"));

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

      assertThatThrownBy(() -> admin.webhooks("acme")).isInstanceOf(TransportException.class);

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
    TlsServer.trust(good);
    try (RawServer server = TlsServer.start(good)) {
      server.always(json(204, ""));

      PreflightReport report = preflight(server.url().resolve("/hook?token=planted"));

      assertThat(outcomes(report))
          .containsEntry(URL, PASSED)
          .containsEntry(ADDRESS, FAILED)
          .containsEntry(CERTIFICATE, PASSED)
          .containsEntry(ANSWER, PASSED);
      assertThat(report.isReady()).isFalse();
      assertThat(report.toString()).contains("127.0.0.1").doesNotContain("planted");
      assertThat(server.received().get(0).method()).isEqualTo("POST");
      assertThat(server.received().get(0).target()).isEqualTo("/hook?token=planted");
      assertThat(server.received().get(0).body()).isEqualTo("{}");
    }
  }

  @Test
  void preflightDoubtsACertificateThatExpiresSoon() throws Exception {
    TlsServer.trust(expiring);
    try (RawServer server = TlsServer.start(expiring)) {
      server.always(json(204, ""));

      assertThat(
              outcomes(
                  preflight(server.url(), TransportSettings.defaults().clock(Clock.systemUTC()))))
          .containsEntry(CERTIFICATE, DOUBTFUL);
    }
  }

  @Test
  void preflightFindsACertificateThatIsNotTrusted() throws Exception {
    try (RawServer server = TlsServer.start(good)) {
      PreflightReport report = preflight(server.url());

      assertThat(outcomes(report))
          .containsEntry(CERTIFICATE, FAILED)
          .containsEntry(ANSWER, SKIPPED);
      assertThat(report.toString()).contains("certification path");
    }
  }

  @Test
  void preflightDoesNotCallPlainHttpReady() throws Exception {
    try (RawServer server = RawServer.start()) {
      server.always(json(204, ""));

      PreflightReport report = preflight(server.url());

      assertThat(outcomes(report))
          .containsEntry(URL, FAILED)
          .containsEntry(CERTIFICATE, SKIPPED)
          .containsEntry(ANSWER, PASSED);
      assertThat(report.isReady()).isFalse();
    }
  }

  @Test
  void preflightSendsTheSecretThatDeliveriesWillCarry() throws Exception {
    try (RawServer server = RawServer.start();
        SmartphoneKeySubscriptions partner = partner(time.settings())) {
      server.always(
          (socket, request) ->
              json(request.header("Authorization").equals("Bearer s3cret") ? 204 : 401, "")
                  .send(socket, request));

      assertThat(outcomes(partner.preflight(server.url()))).containsEntry(ANSWER, DOUBTFUL);
      assertThat(outcomes(partner.preflight(server.url(), "Authorization", Secret.of("s3cret"))))
          .containsEntry(ANSWER, PASSED);
      assertThat(outcomes(partner.preflight(server.url(), "Authorization", Secret.of("wrong"))))
          .containsEntry(ANSWER, DOUBTFUL);
    }
  }

  @Test
  void preflightFindsRefusalsAndRedirects() throws Exception {
    try (RawServer server = RawServer.start()) {
      server.then(json(500, "")).then(json(404, "")).then(json(302, "", "Location: /there"));

      for (String word : new String[] {"500", "404", "redirects"}) {
        PreflightReport report = preflight(server.url());
        assertThat(outcomes(report)).containsEntry(ANSWER, FAILED);
        assertThat(report.toString()).contains(word);
      }
      assertThat(server.received()).hasSize(3);
    }
  }

  @Test
  void preflightDoesNotWaitForeverForAnAnswer() throws Exception {
    try (RawServer server = RawServer.start()) {
      server.always(server.stall());

      PreflightReport report =
          preflight(server.url(), time.settings().timeout(Duration.ofMillis(200)));

      assertThat(outcomes(report)).containsEntry(ANSWER, FAILED);
      assertThat(report.toString()).contains("TIMED_OUT");
    }
  }

  @Test
  void preflightFindsAHostThatNobodyKnowsAndWhatIsNoUrl() {
    assertThat(outcomes(preflight(URI.create("https://no-such-host.invalid/hook"))))
        .containsEntry(URL, PASSED)
        .containsEntry(ADDRESS, FAILED)
        .containsEntry(ANSWER, SKIPPED);
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

  private PreflightReport preflight(URI url) {
    return preflight(url, time.settings());
  }

  private static PreflightReport preflight(URI url, TransportSettings settings) {
    try (SmartphoneKeySubscriptions partner = partner(settings)) {
      return partner.preflight(url);
    }
  }

  private static Map<Check, Outcome> outcomes(PreflightReport report) {
    return report.findings().stream()
        .collect(Collectors.toMap(PreflightFinding::check, PreflightFinding::outcome));
  }

  private static SmartphoneKeySubscriptions partner(TransportSettings settings) {
    return SmartphoneKeySubscriptions.builder()
        .apiKey(() -> Secret.of("partner-key"))
        .transport(settings)
        .build();
  }

  private SmartphoneKeyAdmin admin(URI baseUrl) {
    return admin(baseUrl, time.settings());
  }

  private static SmartphoneKeyAdmin admin(URI baseUrl, TransportSettings settings) {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(baseUrl)
        .adminKey(() -> Secret.of("admin-key"))
        .token(() -> Secret.of("admin-token"))
        .transport(settings)
        .build();
  }
}
