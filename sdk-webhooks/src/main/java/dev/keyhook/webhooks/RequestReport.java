package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.internal.event.EventIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reports what happens to one request to its listener, and failures to the failure handler. */
final class RequestReport {

  private final Reporting reporting;
  private final long startNanos;
  private final @Nullable ReceiverListener listener;
  private @Nullable String credential;
  private @Nullable String type;
  private @Nullable String id;
  private @Nullable String subject;

  RequestReport(Reporting reporting, WebhookRequest request) {
    this.reporting = reporting;
    this.startNanos = reporting.nanoTime();
    this.listener = reporting.listener(request);
  }

  /** Returns the time since the request arrived. */
  Duration elapsed() {
    return reporting.since(startNanos);
  }

  boolean hasListener() {
    return listener != null;
  }

  void authenticated(String label) {
    credential = label;
    tell(ReceiverListener::authenticated);
  }

  void refused(DeliveryVerificationException refusal) {
    if (listener == null) {
      reporting.logRefusal(summary(), refusal);
    }
    tell((to, delivery) -> to.refused(delivery, refusal));
  }

  /** Notes which event the following calls are about; null for a part that is not readable. */
  void event(@Nullable Event<?> event) {
    type = event == null ? null : event.type();
    id = event == null ? null : EventIds.find(event);
    subject = event == null ? null : event.subject().orElse(null);
  }

  void read() {
    tell(ReceiverListener::read);
  }

  void unreadable(RuntimeException cause) {
    tell((to, delivery) -> to.unreadable(delivery, cause));
  }

  void foreign() {
    if (listener == null) {
      reporting.logForeign(summary());
    }
    tell(ReceiverListener::foreign);
  }

  void withoutId() {
    if (listener == null) {
      reporting.logWithoutId(summary());
    }
    tell(ReceiverListener::withoutId);
  }

  void unrecognized() {
    tell(ReceiverListener::unrecognized);
  }

  void deviated(List<Deviation> deviations) {
    tell((to, delivery) -> to.deviated(delivery, deviations));
  }

  void duplicate() {
    tell(ReceiverListener::duplicate);
  }

  void handled(Duration duration) {
    tell((to, delivery) -> to.handled(delivery, duration));
  }

  /** Returns the trace context of this request; empty to keep the one received. */
  Map<String, String> traceContext() {
    if (listener == null) {
      return Map.of();
    }
    try {
      return Map.copyOf(listener.traceContext());
    } catch (Throwable e) {
      reporting.logListenerFailure(summary(), e);
      return Map.of();
    }
  }

  void stored(int entries) {
    tell((to, delivery) -> to.stored(delivery, entries));
  }

  void failed(Outcome outcome, Throwable cause) {
    reporting.failed(summary(), outcome, cause);
    tell((to, delivery) -> to.failed(delivery, cause));
  }

  void responded(Outcome outcome, WebhookResponse response) {
    if (reporting.isSlow(elapsed())) {
      tell(ReceiverListener::slow);
    }
    tell((to, delivery) -> to.responded(delivery, outcome, response));
  }

  private void tell(BiConsumer<ReceiverListener, DeliverySummary> call) {
    if (listener != null) {
      try {
        call.accept(listener, summary());
      } catch (Throwable e) {
        reporting.logListenerFailure(summary(), e);
      }
    }
  }

  private DeliverySummary summary() {
    return new DeliverySummary(reporting.endpoint(), type, id, subject, credential, elapsed());
  }
}
