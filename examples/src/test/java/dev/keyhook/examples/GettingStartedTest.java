package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AccessLevel;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GettingStartedTest {

  @Test
  void parsesAsTheGuideSays() throws IOException {
    assertThat(GettingStarted.parse(sample("03-key-added.json"))).contains("added to lock 4321");
    assertThat(GettingStarted.parse(sample("09-shadow-converged.json"))).contains("is up to date");
    assertThat(GettingStarted.parse(sample("02-resident-added.json")))
        .isEqualTo("ResidentAdded at lock 4323");
    assertThat(GettingStarted.parse(sample("15-from-the-future.json"))).isEqualTo("DoorPropped");
  }

  @Test
  void reportsErrorsAsTheGuideSays() throws IOException {
    String key = new String(sample("03-key-added.json"), UTF_8);

    assertThat(GettingStarted.errors(key.getBytes(UTF_8))).matches("[0-9a-f-]{36}");
    assertThat(GettingStarted.errors(key.replace("keyUuid", "key_uuid").getBytes(UTF_8)))
        .isEqualTo("no /detail/data/keyUuid");
    assertThat(GettingStarted.errors("{".getBytes(UTF_8))).isEqualTo("TRUNCATED at byte 1");
  }

  @Test
  void testsWithTheKitAsTheGuideSays() {
    // region test
    List<String> changed = new ArrayList<>();
    EventRouter<SchlageHomeEvent> router =
        SchlageHomeEvents.router()
            .on(DeviceLockStateChanged.class, (lock, event) -> changed.add(event.deviceId()))
            .otherwise(event -> {})
            .build();
    SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
    WebhookReceiver receiver =
        SchlageHomeWebhooks.receiver(sender.verifier()).handle(router).build();
    byte[] body = SchlageHomeSamples.lockStateChanged();

    assertThat(receiver.receive(sender.deliver(body)).status()).isEqualTo(204);
    assertThat(receiver.receive(sender.deliver(body)).status()).isEqualTo(204); // a duplicate
    assertThat(receiver.receive(sender.tampered(body)).status()).isEqualTo(401);
    assertThat(changed).hasSize(1);
    // endregion
  }

  @Test
  void verifiesAsTheGuideSays() {
    SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
    WebhookRequest authentic = sender.deliver(SchlageHomeSamples.lockStateChanged());
    Map<String, List<String>> headers =
        Map.of("webhook-signature", authentic.header("WebHook-Signature"));

    assertThat(GettingStarted.verify(headers, authentic.body(), sender.publicKeyPem()))
        .startsWith("DeviceLockStateChanged of lock ");
    assertThat(GettingStarted.verify(Map.of(), authentic.body(), sender.publicKeyPem()))
        .isEqualTo("refused: HEADER_MISSING");
  }

  @Test
  void receivesAsTheGuideSays() {
    SmartphoneKeyDeliveries current = SmartphoneKeyDeliveries.withNewBearerToken();
    SmartphoneKeyDeliveries previous = SmartphoneKeyDeliveries.withNewBearerToken();
    SchlageHomeDeliveries schlageHome = SchlageHomeDeliveries.withNewKey();
    List<String> audit = new ArrayList<>();
    List<WebhookReceiver> receivers =
        GettingStarted.receive(
            current.secret(),
            previous.secret(),
            schlageHome.publicKey(),
            GettingStarted.route(audit::add),
            SchlageHomeEvents.router().otherwise(event -> audit.add(event.type())).build());

    assertThat(
            List.of(
                status(receivers.get(0), current.deliver(SmartphoneKeySamples.keyAdded())),
                status(receivers.get(0), previous.deliver(SmartphoneKeySamples.residentAdded())),
                status(receivers.get(0), current.deliver(SmartphoneKeySamples.unrecognized())),
                status(receivers.get(1), schlageHome.deliver(SchlageHomeSamples.unrecognized()))))
        .containsOnly(204);
    assertThat(audit).hasSize(4).contains("key be297454-6978-4373-9e6d-6da85c4be9f3", "lock 4323");
  }

  @Test
  void handlesAMessageAsTheGuideSays() {
    List<String> audit = new ArrayList<>();

    GettingStarted.handle(GettingStarted.route(audit::add), SmartphoneKeySamples.residentAdded());

    assertThat(audit).containsExactly("lock 4323");
  }

  @Test
  void readsAVocabularyAsTheGuideSays() {
    assertThat(GettingStarted.vocabulary(AccessLevel.of("owner"))).isEqualTo("owns the lock");
    assertThat(GettingStarted.vocabulary(AccessLevel.GUEST)).isEqualTo("opens the lock");
    assertThat(GettingStarted.vocabulary(AccessLevel.of("CARETAKER")))
        .isEqualTo("has the level CARETAKER");
  }

  @Test
  void looksAtTheContextAsTheGuideSays() {
    List<String> audit = new ArrayList<>();
    EventRouter<SmartphoneKeyEvent> router = GettingStarted.routeInContext(audit::add);
    SmartphoneKeyEvent event =
        SmartphoneKeyEvents.parser().parseUnverified(SmartphoneKeySamples.residentAdded());

    // region handler-test
    router.handle(event, EventContext.builder("sqs").attempt(2).build());
    router.handle(event, EventContext.builder("sqs").stale(true).build());

    assertThat(audit).containsExactly("lock 4323, attempt 2");
    // endregion
  }

  @Test
  void servesAsTheGuideSays() throws IOException {
    SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GettingStarted.serve(
        server,
        SmartphoneKeyWebhooks.receiver(sender.verifier())
            .handle(SmartphoneKeyEvents.router().otherwise(event -> {}).build())
            .build());
    server.start();
    try {
      URI url =
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/smartphonekey");

      assertThat(HttpSender.to(url).send(sender.verification()).status()).isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void rotatesAndExplainsAsTheGuideSays() {
    DeliveryVerifier verifier = GettingStarted.rotate("new-secret", "old-secret");
    SmartphoneKeyDeliveries old = SmartphoneKeyDeliveries.withBearerToken(Secret.of("old-secret"));

    assertThat(verifier.verify(old.verification()).credential()).isEqualTo("2026-q4");
    assertThat(GettingStarted.explain(verifier, old.unauthenticated(new byte[0])))
        .startsWith("HEADER_MISSING: ");
  }

  private static int status(WebhookReceiver receiver, WebhookRequest request) {
    return GettingStarted.anywhere(
        receiver,
        request.method(),
        request.headerNames().stream().collect(Collectors.toMap(name -> name, request::header)),
        request.body());
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(Path.of("samples", name));
  }
}
