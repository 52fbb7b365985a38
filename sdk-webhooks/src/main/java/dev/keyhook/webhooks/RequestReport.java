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
  private @Nullable Event<?> event;
  private @Nullable DeliverySummary latest;

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
    latest = null;
    if (listener != null) {
      tell(listener, ReceiverListener::authenticated);
    }
  }

  void refused(DeliveryVerificationException refusal) {
    reporting.logRefusal(summary(), refusal);
    if (listener != null) {
      tell(listener, (to, delivery) -> to.refused(delivery, refusal));
    }
  }

  /** Sets the event of the following calls; null for a part that is not readable. */
  void event(@Nullable Event<?> about) {
    event = about;
    latest = null;
  }

  void read() {
    if (listener != null) {
      tell(listener, ReceiverListener::read);
    }
  }

  void unreadable(RuntimeException cause) {
    if (listener != null) {
      tell(listener, (to, delivery) -> to.unreadable(delivery, cause));
    }
  }

  void foreign() {
    reporting.logForeign(summary());
    if (listener != null) {
      tell(listener, ReceiverListener::foreign);
    }
  }

  void withoutId() {
    reporting.logWithoutId(summary());
    if (listener != null) {
      tell(listener, ReceiverListener::withoutId);
    }
  }

  void unrecognized() {
    if (listener != null) {
      tell(listener, ReceiverListener::unrecognized);
    }
  }

  void deviated(List<Deviation> deviations) {
    if (listener != null) {
      tell(listener, (to, delivery) -> to.deviated(delivery, deviations));
    }
  }

  void duplicate() {
    if (listener != null) {
      tell(listener, ReceiverListener::duplicate);
    }
  }

  void handled(Duration duration) {
    if (listener != null) {
      tell(listener, (to, delivery) -> to.handled(delivery, duration));
    }
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
    if (listener != null) {
      tell(listener, (to, delivery) -> to.stored(delivery, entries));
    }
  }

  void failed(Outcome outcome, Throwable cause) {
    reporting.failed(summary(), outcome, cause);
    if (listener != null) {
      tell(listener, (to, delivery) -> to.failed(delivery, cause));
    }
  }

  void responded(Outcome outcome, WebhookResponse response) {
    if (listener != null) {
      if (reporting.isSlow(elapsed())) {
        tell(listener, ReceiverListener::slow);
      }
      tell(listener, (to, delivery) -> to.responded(delivery, outcome, response));
    }
  }

  // Callers check for a listener first, so that the first request of a process does not create
  // lambdas without need.
  private void tell(ReceiverListener to, BiConsumer<ReceiverListener, DeliverySummary> call) {
    try {
      call.accept(to, summary());
    } catch (Throwable e) {
      reporting.logListenerFailure(summary(), e);
    }
  }

  /** Reads the event's fields once, and only if a listener or the log needs them. */
  private DeliverySummary summary() {
    DeliverySummary known = latest;
    if (known != null) {
      return known.at(elapsed());
    }
    Event<?> about = event;
    DeliverySummary read =
        new DeliverySummary(
            reporting.endpoint(),
            about == null ? null : about.type(),
            about == null ? null : EventIds.find(about),
            about == null ? null : about.subject().orElse(null),
            credential,
            elapsed());
    latest = read;
    return read;
  }
}
