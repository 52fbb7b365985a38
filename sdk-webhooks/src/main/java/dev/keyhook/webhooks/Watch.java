package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.WebhookResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener, if there is one, about one request, and lets nothing that it throws through.
 *
 * <p>Written by the thread that receives; read by that and by the one of a deadline's timer.
 */
final class Watch {

  private final @Nullable ReceiverListener listener;
  private final Clock clock;
  private final Instant start;
  private volatile @Nullable String credential;
  private volatile @Nullable String type;
  private volatile @Nullable String id;

  private Watch(@Nullable ReceiverListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
    this.start = listener == null ? Instant.EPOCH : clock.instant();
  }

  /** Begins to watch a request that has just come in. */
  static Watch begin(@Nullable ReceiverListener listener, Clock clock) {
    return new Watch(listener, clock);
  }

  /** Returns the time since the request came in, or zero if nobody listens. */
  Duration elapsed() {
    return listener == null ? Duration.ZERO : Duration.between(start, clock.instant());
  }

  void verified(String provenBy) {
    credential = provenBy;
    tell(ReceiverListener::verified);
  }

  void refused(DeliveryVerificationException.Reason reason) {
    tell((to, delivery) -> to.refused(delivery, reason));
  }

  void notAnEvent(MalformedEventException.Reason reason) {
    tell((to, delivery) -> to.notAnEvent(delivery, reason));
  }

  /** Notes which event the request carries. */
  void read(String eventType, @Nullable String eventId) {
    type = eventType;
    id = eventId;
  }

  void duplicate() {
    tell(ReceiverListener::duplicate);
  }

  /** Tells what is new about the event to this version. */
  void differences(Event<?> event) {
    if (listener != null && !event.isRecognized()) {
      tell(ReceiverListener::unrecognized);
    }
    tell(
        (to, delivery) -> {
          List<Deviation> deviations = event.deviations();
          if (!deviations.isEmpty()) {
            to.deviated(delivery, deviations);
          }
        });
  }

  void handled(Duration duration) {
    tell((to, delivery) -> to.handled(delivery, duration));
  }

  void failed(Throwable cause) {
    tell((to, delivery) -> to.failed(delivery, cause));
  }

  void deadlineNear() {
    tell(ReceiverListener::deadlineNear);
  }

  void answered(Outcome outcome, WebhookResponse response) {
    tell((to, delivery) -> to.answered(delivery, outcome, response));
  }

  private void tell(BiConsumer<ReceiverListener, DeliverySummary> news) {
    ReceiverListener to = listener;
    if (to == null) {
      return;
    }
    try {
      news.accept(to, new DeliverySummary(type, id, credential, elapsed()));
    } catch (Throwable dropped) {
      // A listener only watches: neither its exceptions nor its errors may change an answer.
    }
  }
}
