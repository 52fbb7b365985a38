package dev.keyhook.cli.listen;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records each request at an endpoint in the log of deliveries. */
final class DeliveryRecorder implements ReceiverListener.Factory {

  private final DeliveryLog log;
  private final Vendor vendor;
  private final Clock clock;
  private final Consumer<Delivery> onResponse;

  DeliveryRecorder(DeliveryLog log, Vendor vendor, Clock clock, Consumer<Delivery> onResponse) {
    this.log = log;
    this.vendor = vendor;
    this.clock = clock;
    this.onResponse = onResponse;
  }

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    return new Recording(log.add(vendor, clock.instant(), request));
  }

  private final class Recording implements ReceiverListener {

    private final Delivery delivery;
    private final long start = System.nanoTime();
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String subject;
    private @Nullable String reason;
    private int deviations;
    private boolean isRecognized = true;
    private boolean isReadable = true;

    private Recording(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void read(DeliverySummary summary) {
      type = summary.type().orElse(null);
      id = summary.id().orElse(null);
      subject = summary.subject().orElse(null);
      // Now, since a worker may handle the event before the response is ready.
      log.change(delivery, it -> it.id = id);
    }

    @Override
    public void refused(DeliverySummary summary, DeliveryVerificationException refusal) {
      reason = refusal.getMessage();
    }

    @Override
    public void unreadable(DeliverySummary summary, RuntimeException cause) {
      isReadable = false;
      reason = cause.getMessage();
    }

    @Override
    public void foreign(DeliverySummary summary) {
      read(summary);
      reason = "The event is for another partner than --partner-id";
    }

    @Override
    public void withoutId(DeliverySummary summary) {
      reason = "The event has no id: a redelivery of it would be handled again";
    }

    @Override
    public void unrecognized(DeliverySummary summary) {
      isRecognized = false;
    }

    @Override
    public void deviated(DeliverySummary summary, List<Deviation> found) {
      deviations = found.size();
    }

    @Override
    public void handled(DeliverySummary summary, Duration duration) {
      log.change(
          delivery,
          it ->
              it.add(
                  new Delivery.Attempt(
                      1, clock.instant(), duration.toNanos() / 1e6, "handled", -1)));
    }

    @Override
    public void failed(DeliverySummary summary, Throwable cause) {
      reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    @Override
    public void responded(DeliverySummary summary, Outcome outcome, WebhookResponse response) {
      long nanos = System.nanoTime() - start;
      log.change(
          delivery,
          it -> {
            it.type = type;
            it.subject = subject;
            it.reason = reason;
            it.deviations = deviations;
            it.isRecognized = isRecognized;
            it.outcome = outcome;
            it.status = response.status();
            it.millis = nanos / 1e6;
            if (outcome == Outcome.STORED && !isReadable) {
              it.state = "dead letter";
            }
          });
      log.responded(delivery, nanos);
      onResponse.accept(delivery);
    }
  }
}
