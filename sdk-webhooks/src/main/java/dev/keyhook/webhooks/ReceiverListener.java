package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Observes how a {@link WebhookReceiver} processes one request, for metrics and traces.
 *
 * <p>The receiver asks a {@link Factory} for a listener for each request, so that it can keep the
 * state of the request, such as a span. A listener without state can serve all requests.
 *
 * <p>All methods do nothing unless overridden. They are called in the order of the events, in the
 * thread that receives the request. Exceptions that they throw are logged and do not change the
 * response.
 */
public interface ReceiverListener {

  /** Creates the listener of a request. Called by any number of threads at once. */
  @FunctionalInterface
  interface Factory {

    /**
     * Returns the listener of a request.
     *
     * @param endpoint the receiver's name
     * @param request not yet verified, and without its body if it is refused before the body is
     *     read; to diagnose a refusal, keep it for {@code Explanation.of(verifier, request)}
     */
    ReceiverListener create(String endpoint, WebhookRequest request);
  }

  /** The sender is authenticated. No event has been read yet. */
  default void authenticated(DeliverySummary delivery) {}

  /** The sender could not be authenticated. Alert when this happens often. */
  default void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {}

  /** An event was read. A delivery can contain several. */
  default void read(DeliverySummary delivery) {}

  /** A part of the delivery is not readable as an event. */
  default void unreadable(DeliverySummary delivery, RuntimeException cause) {}

  /** An event is for another partner, and is dropped. */
  default void foreign(DeliverySummary delivery) {}

  /** An event has no id, so a redelivery of it would be handled again. */
  default void withoutId(DeliverySummary delivery) {}

  /** This version has no class for the event's type. */
  default void unrecognized(DeliverySummary delivery) {}

  /**
   * The event differs from the schema that this version was built from. Called before the handler;
   * with an inbox, the inbox's listener is called instead when the event is handled.
   *
   * @param deviations where it differs, at least one
   */
  default void deviated(DeliverySummary delivery, List<Deviation> deviations) {}

  /** The event was handled before, and is not handled again. */
  default void duplicate(DeliverySummary delivery) {}

  /**
   * A handler has returned.
   *
   * @param duration how long the handler took
   */
  default void handled(DeliverySummary delivery, Duration duration) {}

  /**
   * Returns the trace context to store with the delivery in an inbox, in place of the one received,
   * so that later attempts can be linked to this request. Called before the delivery is stored.
   *
   * @return values of {@code traceparent} and {@code tracestate}; empty to store those received
   */
  default Map<String, String> traceContext() {
    return Map.of();
  }

  /**
   * The inbox has stored the delivery.
   *
   * @param entries how many entries were stored, at least 1
   */
  default void stored(DeliverySummary delivery, int entries) {}

  /** Something failed, see {@link FailureHandler#failed}. */
  default void failed(DeliverySummary delivery, Throwable cause) {}

  /**
   * The request took at least 60 % of the time after which the sender gives up; see {@link
   * ReceiverBuilder#senderTimeout}. Called just before {@link #responded}.
   */
  default void slow(DeliverySummary delivery) {}

  /** The response is ready. The last call for each request. */
  default void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {}
}
