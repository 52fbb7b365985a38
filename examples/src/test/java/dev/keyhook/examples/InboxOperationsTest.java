package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.inbox.InboxStatus;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxOperationsTest {

  @TempDir Path folder;

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("keyhook.db");
  }

  @Test
  void replaysHandledEvents() throws Exception {
    try (JdbcInbox inbox = JdbcInbox.file(file)) {
      receive(inbox, SmartphoneKeySamples.keyAdded());
      assertThat(handleOne(inbox, recording())).isEqualTo("KeyAdded");

      assertThat(InboxOperations.replay(inbox, Instant.now().minusSeconds(3600))).isEqualTo(1);
      assertThat(handleOne(inbox, recording())).isEqualTo("KeyAdded, replayed");
    }
  }

  @Test
  void retriesDeadLetters() throws Exception {
    EventRouter<SmartphoneKeyEvent> failing =
        SmartphoneKeyEvents.router()
            .otherwise(
                event -> {
                  handled.add("failed");
                  InboxOperations.failed(404);
                })
            .build();
    try (JdbcInbox inbox = JdbcInbox.file(file)) {
      receive(inbox, SmartphoneKeySamples.keyAdded());
      assertThat(handleOne(inbox, failing)).isEqualTo("failed");
      InboxStatus status = InboxOperations.status(inbox);
      assertThat(status.backlogs().get(0).deadLetters()).isEqualTo(1);
      assertThat(InboxOperations.lookAlongside(file).backlogs()).isEqualTo(status.backlogs());

      assertThat(InboxOperations.retry(inbox)).isEqualTo(1);
      assertThat(handleOne(inbox, recording())).isEqualTo("KeyAdded, replayed");
      assertThat(InboxOperations.status(inbox).backlogs()).isEmpty();
    }
  }

  @Test
  void encryptsBodies() throws Exception {
    byte[] key = SmartphoneKeySamples.keyAdded();
    try (JdbcInbox inbox = InboxOperations.encrypted(file, new byte[32], new byte[32])) {
      receive(inbox, key);
      String stored = Files.readString(file, ISO_8859_1);
      Path log = folder.resolve("keyhook.db-wal");
      if (Files.exists(log)) {
        stored += Files.readString(log, ISO_8859_1);
      }
      assertThat(stored).contains("2027-q1").doesNotContain("keyUuid");
      assertThat(handleOne(inbox, recording())).isEqualTo("KeyAdded");
    }
  }

  @Test
  void distinguishesAFinalFailureFromABusySystem() {
    assertThatThrownBy(() -> InboxOperations.failed(404)).isInstanceOf(NonRetryableException.class);
    assertThatThrownBy(() -> InboxOperations.failed(429)).isInstanceOf(RetryLaterException.class);
    assertThatThrownBy(() -> InboxOperations.failed(500)).isInstanceOf(IllegalStateException.class);
  }

  private void receive(JdbcInbox inbox, byte[] body) {
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(sender.verifier()).inbox(inbox).build();
    assertThat(receiver.receive(sender.deliver(body)).status()).isEqualTo(204);
  }

  private EventRouter<SmartphoneKeyEvent> recording() {
    return SmartphoneKeyEvents.router()
        .on(
            KeyAdded.class,
            (key, event, context) ->
                handled.add(event.type() + (context.isReplay() ? ", replayed" : "")))
        .otherwise(event -> handled.add("another type"))
        .build();
  }

  /** Starts a worker, waits for its first event, and closes the worker. */
  private String handleOne(JdbcInbox inbox, EventRouter<SmartphoneKeyEvent> router)
      throws InterruptedException {
    InboxWorker worker = InboxOperations.start(inbox, router);
    try {
      return handled.poll(30, TimeUnit.SECONDS);
    } finally {
      worker.close();
    }
  }
}
