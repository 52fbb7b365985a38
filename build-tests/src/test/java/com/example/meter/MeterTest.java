package com.example.meter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.LocalServer;
import com.example.MemoryInbox;
import com.example.meter.MeterData.Reading;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MeterTest {

  private static final String FIRST = reading(1, 100);
  private static final String SECOND = reading(2, 105);
  private static final String TAMPERING =
      "{\"id\":\"e3\",\"kind\":\"tampering\",\"meter\":\"m1\",\"number\":3}";
  private static final String UNREADABLE = "{\"id\":\"e4\",\"meter\":\"m1\"}";

  private final MeterDeliveries vendor = new MeterDeliveries();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final EventRouter<MeterEvent> router =
      MeterEvents.router()
          .on(Reading.class, (reading, event) -> handled.add(event.id() + " " + reading.value()))
          .otherwise(event -> handled.add(event.id() + " " + event.type()))
          .build();
  private final WebhookReceiver receiver =
      MeterWebhooks.receiver(vendor.verifier()).handle(router).build();

  private static String reading(int number, int value) {
    return """
    {"id":"e%d","kind":"reading","meter":"m1","number":%d,"at":1777881600,"value":%d}"""
        .formatted(number, number, value);
  }

  private static byte[] array(String... events) {
    return ("[" + String.join(", ", events) + "]").getBytes(UTF_8);
  }

  @Test
  void handlesTheEventsOfAnArrayInOrderAndEachOnce() {
    try (LocalServer server = new LocalServer(receiver)) {
      HttpSender http = server.sender();
      assertThat(http.send(vendor.deliver(array(FIRST, SECOND))).status()).isEqualTo(204);
      assertThat(http.send(vendor.deliver(array(SECOND, TAMPERING))).status()).isEqualTo(204);
      assertThat(http.send(vendor.deliver(FIRST.getBytes(UTF_8))).status()).isEqualTo(204);
      assertThat(http.send(vendor.deliver(array())).status()).isEqualTo(204);
    }

    assertThat(handled).containsExactly("e1 100", "e2 105", "e3 tampering");
  }

  @Test
  void asksForARetryIfOneEventOfAnArrayIsUnreadable() {
    try (LocalServer server = new LocalServer(receiver)) {
      HttpSender http = server.sender();
      assertThat(http.send(vendor.deliver(array(FIRST, UNREADABLE, SECOND))).status())
          .isEqualTo(500);
    }

    assertThat(handled).containsExactly("e1 100", "e2 105");
  }

  @Test
  void storesEachEventOfAnArrayAndHandlesItLater() {
    MemoryInbox inbox = new MemoryInbox();
    WebhookReceiver storing = MeterWebhooks.receiver(vendor.verifier()).inbox(inbox).build();

    try (LocalServer server = new LocalServer(storing)) {
      HttpSender http = server.sender();
      assertThat(http.send(vendor.deliver(array(FIRST, UNREADABLE, SECOND))).status())
          .isEqualTo(204);
      assertThat(http.send(vendor.deliver(array(SECOND, TAMPERING))).status()).isEqualTo(204);
    }

    assertThat(handled).isEmpty();
    assertThat(inbox.rows())
        .extracting(row -> row.body().text())
        .containsExactly(FIRST, UNREADABLE, SECOND, TAMPERING);
    assertThat(inbox.rows())
        .extracting(row -> row.subject().orElse("none"))
        .containsExactly("meter/m1", "none", "meter/m1", "meter/m1");
    assertThat(inbox.rows())
        .allSatisfy(row -> assertThat(row.headers()).doesNotContainKey("x-meter-key"));
    inbox.handleAll(router);
    assertThat(handled).containsExactly("e1 100", "e2 105", "e3 tampering");
  }

  @Test
  void sendsTheChallengeBack() {
    try (LocalServer server = new LocalServer(receiver)) {
      WebhookRequest get = WebhookRequest.builder("GET").build();

      WebhookResponse response = server.sender("?env=test&challenge=a1B2").send(get);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.headers()).containsEntry("content-type", "text/plain");
      assertThat(response.body()).asString(UTF_8).isEqualTo("a1B2");
      assertThat(server.sender().send(get).status()).isEqualTo(400);
    }
  }

  @Test
  void refusesOtherSenders() {
    try (LocalServer server = new LocalServer(receiver)) {
      HttpSender http = server.sender();
      assertThat(http.send(vendor.forged(array(FIRST))).status()).isEqualTo(401);
      assertThat(http.send(vendor.unauthenticated(array(FIRST))).status()).isEqualTo(401);
    }

    assertThat(handled).isEmpty();
  }
}
