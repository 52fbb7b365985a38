package dev.keyhook.telemetry;

import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The observation of one delivery, current in its thread until the response is ready. */
final class DeliveryObservation implements ReceiverListener {

  private final CurrentObservation delivery;
  private final String endpoint;
  private final ObservationRegistry registry;
  private final Set<String> knownTypes;
  private @Nullable CurrentObservation store;

  DeliveryObservation(
      CurrentObservation delivery,
      String endpoint,
      ObservationRegistry registry,
      Set<String> knownTypes) {
    this.delivery = delivery;
    this.endpoint = endpoint;
    this.registry = registry;
    this.knownTypes = knownTypes;
  }

  @Override
  public void read(DeliverySummary summary) {
    delivery.event(ObservationListener.knownType(knownTypes, summary.type()), summary.id());
  }

  /** Called before the delivery is stored. */
  @Override
  public Map<String, String> traceContext() {
    Map<String, String> headers = new HashMap<>();
    SenderContext<Map<String, String>> context =
        new SenderContext<>(
            (carrier, name, value) -> Objects.requireNonNull(carrier).put(name, value),
            Kind.PRODUCER);
    context.setCarrier(headers);
    store =
        CurrentObservation.start(
            Observation.createNotStarted(ObservationListener.STORE, () -> context, registry),
            "store " + endpoint,
            endpoint);
    return headers;
  }

  @Override
  public void stored(DeliverySummary summary, int entries) {
    store(summary, "stored", null);
  }

  @Override
  public void failed(DeliverySummary summary, Throwable cause) {
    store(summary, "failed", cause);
    delivery.failed(cause);
  }

  @Override
  public void responded(DeliverySummary summary, Outcome outcome, WebhookResponse response) {
    store(summary, "failed", null);
    delivery.end(outcome.name().toLowerCase(Locale.ROOT), null);
  }

  private void store(DeliverySummary summary, String outcome, @Nullable Throwable cause) {
    CurrentObservation storing = store;
    if (storing != null) {
      store = null;
      storing.event(ObservationListener.knownType(knownTypes, summary.type()), Optional.empty());
      storing.end(outcome, cause);
    }
  }
}
