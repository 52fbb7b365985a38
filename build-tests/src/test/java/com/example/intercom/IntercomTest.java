package com.example.intercom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.LocalServer;
import com.example.MemoryInbox;
import com.example.intercom.IntercomData.DoorOpened;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.verification.Explanation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class IntercomTest {

  private static final byte[] OPENED =
      """
      {"type":"door.opened","timestamp":"2026-05-04T08:00:00Z","data":{"door":"main","by":"guest"}}
      """
          .getBytes(UTF_8);
  private static final byte[] RENAMED =
      """
      {"type":"door.renamed","timestamp":"2026-05-04T08:00:00Z","data":{"door":"main"}}
      """
          .getBytes(UTF_8);

  private final Secret current = IntercomDeliveries.newSecret();
  private final Secret next = IntercomDeliveries.newSecret();
  private final IntercomDeliveries vendor = new IntercomDeliveries(Clock.systemUTC(), current);

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final EventRouter<IntercomEvent> router =
      IntercomEvents.router()
          .on(DoorOpened.class, (opened, event) -> handled.add(event.id() + " " + opened.by()))
          .otherwise(event -> handled.add(event.id() + " " + event.type()))
          .build();

  @Test
  void handlesEachEventOnceByTheIdInItsHeader() {
    WebhookRequest delivery = vendor.deliver(OPENED);
    WebhookRequest future = vendor.deliver(RENAMED);

    try (LocalServer server = new LocalServer(receiver(current))) {
      HttpSender http = server.sender();
      assertThat(http.send(delivery).status()).isEqualTo(204);
      assertThat(http.send(delivery).status()).isEqualTo(204);
      assertThat(http.send(future).status()).isEqualTo(204);
    }

    assertThat(handled).containsExactly(id(delivery) + " guest", id(future) + " door.renamed");
  }

  @Test
  void storesTheHeaderThatTheParserReads() {
    WebhookRequest delivery = vendor.deliver(OPENED);
    WebhookRequest unreadable = vendor.deliver("hello".getBytes(UTF_8));
    MemoryInbox inbox = new MemoryInbox();
    WebhookReceiver receiver = IntercomWebhooks.receiver(vendor.verifier()).inbox(inbox).build();

    try (LocalServer server = new LocalServer(receiver)) {
      HttpSender http = server.sender();
      assertThat(http.send(delivery).status()).isEqualTo(204);
      assertThat(http.send(delivery).status()).isEqualTo(204);
      assertThat(http.send(unreadable).status()).isEqualTo(204);
    }

    assertThat(inbox.rows()).extracting(MemoryInbox.Row::isReadable).containsExactly(true, false);
    MemoryInbox.Row row = inbox.rows().get(0);
    assertThat(row.id()).hasValue(id(delivery));
    assertThat(row.subject()).hasValue("door/main");
    assertThat(row.headers()).containsOnlyKeys("content-type", "user-agent", "webhook-id");
    inbox.handleAll(router);
    assertThat(handled).containsExactly(id(delivery) + " guest");
  }

  @Test
  void refusesADeliveryWithAnInvalidSignature() {
    try (LocalServer server = new LocalServer(receiver(current))) {
      HttpSender http = server.sender();
      assertThat(http.send(vendor.tampered(OPENED)).status()).isEqualTo(401);
      assertThat(http.send(vendor.forged(OPENED)).status()).isEqualTo(401);
      assertThat(http.send(vendor.unauthenticated(OPENED)).status()).isEqualTo(401);
    }

    assertThat(handled).isEmpty();
  }

  @Test
  void acceptsEachSecretDuringARotation() {
    IntercomDeliveries rotating = new IntercomDeliveries(Clock.systemUTC(), current, next);

    for (WebhookReceiver receiver :
        List.of(receiver(current), receiver(next), receiver(next, current))) {
      try (LocalServer server = new LocalServer(receiver)) {
        assertThat(server.sender().send(rotating.deliver(OPENED)).status()).isEqualTo(204);
      }
    }
    assertThat(handled).hasSize(3);
  }

  @Test
  void refusesAnOldTimeStampAndExplainsIt() {
    Clock anHourAgo = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
    WebhookRequest old = new IntercomDeliveries(anHourAgo, current).deliver(OPENED);

    try (LocalServer server = new LocalServer(receiver(current))) {
      assertThat(server.sender().send(old).status()).isEqualTo(401);
    }

    assertThat(Explanation.of(vendor.verifier(), old).cause())
        .isEqualTo(Explanation.Cause.TIMESTAMP_OUT_OF_TOLERANCE);
  }

  private WebhookReceiver receiver(Secret... secrets) {
    return IntercomWebhooks.receiver(IntercomWebhooks.signatureVerifier(secrets))
        .handle(router)
        .build();
  }

  private static String id(WebhookRequest delivery) {
    return delivery.header("webhook-id").get(0);
  }
}
