package dev.keyhook.telemetry;

import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.webhooks.ReceiverListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Observes deliveries and attempts with Micrometer Observation: {@value #DELIVERY} for each
 * delivery, {@value #STORE} for storing it, {@value #ATTEMPT} for each attempt of a worker.
 *
 * <p>With Micrometer Tracing they become spans, in the trace of the sender if it sends one. Storing
 * propagates the trace context into the inbox, so that attempts, also those on other nodes, belong
 * to the trace of their delivery: give the same listener to the receiver and the inbox. An
 * observation is the current one while a handler runs. Key values with low cardinality are {@code
 * endpoint}, {@code type} and {@code outcome}; with high cardinality {@code event.id}. None has
 * content of an event.
 *
 * <p>Safe for use by any number of threads.
 */
@SuppressWarnings("exports") // an application that uses this has the library
public final class ObservationListener implements ReceiverListener.Factory, InboxListener {

  /** The observation of a delivery. */
  public static final String DELIVERY = "keyhook.delivery";

  /** The observation of storing a delivery in the inbox. */
  public static final String STORE = "keyhook.store";

  /** The observation of an attempt to handle an event. */
  public static final String ATTEMPT = "keyhook.attempt";

  private final ObservationRegistry registry;
  private final Set<String> knownTypes;

  /** The observation of the attempt that a thread makes. */
  @SuppressWarnings("ThreadLocalUsage") // not static: each listener has its own
  private final ThreadLocal<@Nullable CurrentObservation> running = new ThreadLocal<>();

  private ObservationListener(ObservationRegistry registry, Collection<String> knownTypes) {
    this.registry = registry;
    this.knownTypes = Set.copyOf(knownTypes);
  }

  /**
   * Returns a listener.
   *
   * @param knownTypes the values that the key {@code type} may have, such as those of {@code
   *     EventRouter.handledTypes()}; all others become {@code unknown}
   */
  public static ObservationListener of(
      ObservationRegistry registry, Collection<String> knownTypes) {
    return new ObservationListener(registry, knownTypes);
  }

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    if (registry.isNoop()) {
      return new ReceiverListener() {};
    }
    RequestReplyReceiverContext<WebhookRequest, Object> context =
        new RequestReplyReceiverContext<>((carrier, name) -> first(carrier.header(name)));
    context.setCarrier(request);
    Observation observation = Observation.createNotStarted(DELIVERY, () -> context, registry);
    return new DeliveryObservation(
        CurrentObservation.start(observation, "receive " + endpoint, endpoint),
        endpoint,
        registry,
        knownTypes);
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    ReceiverContext<Attempt> context =
        new ReceiverContext<>(
            (carrier, name) -> first(carrier.headers().getOrDefault(name, List.of())),
            Kind.CONSUMER);
    context.setCarrier(attempt);
    CurrentObservation started =
        CurrentObservation.start(
            Observation.createNotStarted(ATTEMPT, () -> context, registry),
            "handle " + attempt.endpoint(),
            attempt.endpoint());
    started.event(knownType(knownTypes, attempt.type()), attempt.id());
    running.set(started);
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    end("succeeded", null);
  }

  @Override
  public void attemptPostponed(Attempt attempt, Duration took) {
    end("postponed", null);
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    end("failed", cause);
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    end("dead_lettered", cause);
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    end("parked", cause);
  }

  @Override
  public void leaseLost(Attempt attempt) {
    end("lease_lost", null);
  }

  private void end(String outcome, @Nullable Throwable cause) {
    CurrentObservation attempt = running.get();
    if (attempt != null) {
      running.remove();
      attempt.end(outcome, cause);
    }
  }

  static String knownType(Set<String> knownTypes, Optional<String> type) {
    return type.filter(knownTypes::contains).orElse(CurrentObservation.UNKNOWN);
  }

  private static @Nullable String first(List<String> values) {
    return values.size() == 1 ? values.get(0) : null; // several are invalid
  }
}
