package dev.keyhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.InboxListener.Attempt;
import dev.keyhook.routing.InboxListener.Backlog;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MicrometerListenerTest {

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventRouter<SmartphoneKeyEvent> router =
      SmartphoneKeyEvents.router()
          .on(KeyAdded.class, (key, event) -> {})
          .otherwise(event -> {})
          .build();
  private final MicrometerListener metrics = MicrometerListener.of(registry, router.handledTypes());
  private final WebhookReceiver receiver =
      SmartphoneKeyWebhooks.receiver(sender.verifier()).handle(router).listener(metrics).build();

  @Test
  void timesDeliveriesByEndpointAndOutcome() {
    receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    receiver.receive(sender.forged(SmartphoneKeySamples.keyAdded()));

    assertThat(timer("keyhook.deliveries", "endpoint", "smartphonekey", "outcome", "handled"))
        .isEqualTo(1);
    assertThat(timer("keyhook.deliveries", "outcome", "duplicate")).isEqualTo(1);
    assertThat(timer("keyhook.deliveries", "outcome", "unauthenticated")).isEqualTo(1);
    assertThat(counter("keyhook.refusals", "reason", "mismatch")).isEqualTo(1);
  }

  @Test
  void reportsTypesThatTheApplicationDoesNotNameAsUnknown() {
    receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    for (int i = 0; i < 20; i++) {
      String body = "{\"id\":\"" + i + "\",\"detail-type\":\"Type" + i + "\",\"detail\":{}}";
      receiver.receive(sender.deliver(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    assertThat(counter("keyhook.events", "type", "KeyAdded")).isEqualTo(1);
    assertThat(counter("keyhook.events", "type", "unknown")).isEqualTo(20);
    assertThat(timer("keyhook.handlers", "type", "unknown")).isEqualTo(20);
    assertThat(registry.getMeters())
        .filteredOn(meter -> !meter.getId().getName().endsWith(".histogram"))
        .hasSizeLessThan(10);
  }

  @Test
  void countsWhatAnInboxStoresAndAttempts() {
    metrics.appended("smartphonekey", 3, 1);
    metrics.appendFailed(2, new IllegalStateException());
    metrics.attemptSucceeded(attempt(), Duration.ofMillis(5));
    metrics.attemptFailed(attempt(), Duration.ZERO, new IllegalStateException(), Duration.ZERO);
    metrics.deadLettered(attempt(), Duration.ZERO, new IllegalStateException());
    metrics.attemptPostponed(attempt(), Duration.ZERO);

    assertThat(counter("keyhook.inbox.appended", "result", "stored")).isEqualTo(3);
    assertThat(counter("keyhook.inbox.appended", "result", "duplicate")).isEqualTo(1);
    assertThat(counter("keyhook.inbox.append.failures")).isEqualTo(2);
    assertThat(timer("keyhook.inbox.attempts", "result", "succeeded", "type", "KeyAdded"))
        .isEqualTo(1);
    assertThat(timer("keyhook.inbox.attempts", "result", "failed")).isEqualTo(1);
    assertThat(timer("keyhook.inbox.attempts", "result", "dead_lettered")).isEqualTo(1);
    assertThat(timer("keyhook.inbox.attempts", "result", "postponed")).isEqualTo(1);
  }

  @Test
  void countsAnEventThatDeviatesOnceAlthoughItIsAttemptedTwice() {
    List<Deviation> deviations =
        List.of(
            Deviation.of(Deviation.Kind.UNKNOWN_FIELD, "/a"),
            Deviation.of(Deviation.Kind.UNKNOWN_FIELD, "/b"));
    metrics.deviated(attempt(1), deviations);
    metrics.deviated(attempt(2), deviations);

    assertThat(counter("keyhook.deviations", "endpoint", "smartphonekey", "type", "KeyAdded"))
        .isEqualTo(1);
  }

  @Test
  void showsTheLatestBacklogOfEachEndpoint() {
    metrics.backlog(new Backlog("a", 7, 3, 1, Duration.ofMillis(1500), 2, true));
    assertThat(gauge("keyhook.inbox.backlog")).isEqualTo(7);
    assertThat(gauge("keyhook.inbox.oldest")).isEqualTo(1.5);
    assertThat(gauge("keyhook.inbox.dead.letters")).isEqualTo(2);
    assertThat(gauge("keyhook.inbox.unattended")).isEqualTo(1);

    metrics.backlog(new Backlog("a", 0, 0, 0, Duration.ZERO, 0, false));
    assertThat(gauge("keyhook.inbox.backlog")).isZero();
  }

  @Test
  void namesNoContentInItsTags() {
    receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    metrics.attemptSucceeded(attempt(), Duration.ZERO);

    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(
            id ->
                assertThat(id.getTags())
                    .allSatisfy(
                        tag ->
                            assertThat(tag.getKey())
                                .isIn("endpoint", "outcome", "type", "reason", "result", "le")));
  }

  private static Attempt attempt() {
    return attempt(1);
  }

  private static Attempt attempt(int number) {
    return new Attempt(
        "smartphonekey",
        Optional.of("id"),
        Optional.of("KeyAdded"),
        Optional.of("lock/1"),
        number,
        Instant.EPOCH,
        false,
        Collections.unmodifiableSortedMap(new TreeMap<>()));
  }

  private long timer(String name, String... tags) {
    return registry.get(name).tags(tags).timer().count();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private double gauge(String name) {
    return registry.get(name).tag("endpoint", "a").gauge().value();
  }
}
