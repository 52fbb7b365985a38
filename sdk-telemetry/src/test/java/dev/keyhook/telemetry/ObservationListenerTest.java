package dev.keyhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.InboxListener.Attempt;
import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Deliveries and attempts are observed, and carry the trace through the inbox. */
class ObservationListenerTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private final List<String> lines = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final ObservationListener listener = ObservationListener.of(registry, Set.of("KeyAdded"));

  ObservationListenerTest() {
    registry.observationConfig().observationHandler(new Recorder());
  }

  /** Behaves like a tracer: reads the trace from a carrier, and writes it to a carrier. */
  private final class Recorder implements ObservationHandler<Observation.Context> {

    @Override
    public void onStart(Observation.Context context) {
      String parent = context.getParentObservation() == null ? "" : " in an observation";
      lines.add("start " + context.getName() + trace(context) + parent);
      if (context instanceof SenderContext<?> sending) {
        inject(sending);
      }
    }

    private <C> void inject(SenderContext<C> context) {
      context.getSetter().set(context.getCarrier(), "traceparent", TRACE);
    }

    private String trace(Observation.Context context) {
      return context instanceof ReceiverContext<?> receiving ? extract(receiving) : "";
    }

    private <C> String extract(ReceiverContext<C> context) {
      return " of " + context.getGetter().get(context.getCarrier(), "traceparent");
    }

    @Override
    public void onError(Observation.Context context) {
      errors.add(context.getError());
    }

    @Override
    public void onStop(Observation.Context context) {
      lines.add("stop " + context.getName() + " " + context.getLowCardinalityKeyValues());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  private SmartphoneKeyReceiverBuilder builder() {
    return SmartphoneKeyWebhooks.receiver(sender.verifier()).listener(listener);
  }

  private static String tags(String outcome, String type) {
    return "[keyValue(endpoint=smartphonekey),keyValue(outcome="
        + outcome
        + "),keyValue(type="
        + type
        + ")]";
  }

  @Test
  void observesADeliveryAndStoresItsTrace() {
    List<InboxEntry> stored = new ArrayList<>();
    Inbox inbox =
        new Inbox() {
          @Override
          public void append(List<InboxEntry> entries) {
            stored.addAll(entries);
          }

          @Override
          public void close() {}
        };
    WebhookRequest delivery = sender.deliver(SmartphoneKeySamples.keyAdded());
    WebhookRequest traced =
        WebhookRequest.builder("POST")
            .header("Authorization", delivery.header("Authorization").get(0))
            .header("traceparent", TRACE)
            .body(delivery.body())
            .build();

    assertThat(builder().inbox(inbox).build().receive(traced).status()).isEqualTo(204);

    assertThat(lines)
        .containsExactly(
            "start keyhook.delivery of " + TRACE,
            "start keyhook.store in an observation",
            "stop keyhook.store " + tags("stored", "KeyAdded"),
            "stop keyhook.delivery " + tags("stored", "KeyAdded"));
    assertThat(stored.get(0).headers()).containsEntry("traceparent", List.of(TRACE));
    assertThat(registry.getCurrentObservation()).isNull();
  }

  @Test
  void observesWhatIsNotAuthenticatedAndTypesThatItDoesNotKnow() {
    WebhookReceiver receiver =
        builder().handle(SmartphoneKeyEvents.router().otherwise(event -> {}).build()).build();

    receiver.receive(sender.forged(SmartphoneKeySamples.keyAdded()));
    receiver.receive(sender.deliver(SmartphoneKeySamples.keyRemoved()));

    assertThat(lines)
        .containsExactly(
            "start keyhook.delivery of null",
            "stop keyhook.delivery " + tags("unauthenticated", "unknown"),
            "start keyhook.delivery of null",
            "stop keyhook.delivery " + tags("handled", "unknown"));
  }

  @Test
  void observesAttemptsInTheTraceOfTheirDelivery() {
    TreeMap<String, List<String>> headers = new TreeMap<>();
    headers.put("traceparent", List.of(TRACE));
    Attempt attempt =
        new Attempt(
            "smartphonekey",
            Optional.of("an-id"),
            Optional.of("KeyAdded"),
            Optional.of("lock/1"),
            1,
            Instant.EPOCH,
            false,
            headers);

    listener.attemptStarted(attempt);
    assertThat(registry.getCurrentObservation()).as("while the handler runs").isNotNull();
    listener.attemptFailed(
        attempt, Duration.ZERO, new IllegalStateException("PIN 1234"), Duration.ZERO);
    listener.attemptStarted(attempt);
    listener.attemptPostponed(attempt, Duration.ZERO);
    listener.attemptStarted(attempt);
    listener.attemptSucceeded(attempt, Duration.ZERO);

    assertThat(lines)
        .containsExactly(
            "start keyhook.attempt of " + TRACE,
            "stop keyhook.attempt " + tags("failed", "KeyAdded"),
            "start keyhook.attempt of " + TRACE,
            "stop keyhook.attempt " + tags("postponed", "KeyAdded"),
            "start keyhook.attempt of " + TRACE,
            "stop keyhook.attempt " + tags("succeeded", "KeyAdded"));
    assertThat(errors)
        .singleElement()
        .satisfies(error -> assertThat(error).hasMessage(IllegalStateException.class.getName()));
    assertThat(registry.getCurrentObservation()).isNull();
  }
}
