package dev.keyhook.telemetry;

import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;

/** The span of one delivery, current in its thread until the response is ready. */
final class DeliverySpan implements ReceiverListener {

  private final CurrentSpan current;

  DeliverySpan(Span span) {
    this.current = new CurrentSpan(span);
  }

  @Override
  public void read(DeliverySummary delivery) {
    delivery
        .type()
        .ifPresent(type -> current.span().setAttribute(OpenTelemetryListener.EVENT_TYPE, type));
    delivery.id().ifPresent(id -> current.span().setAttribute(OpenTelemetryListener.EVENT_ID, id));
  }

  @Override
  public Map<String, String> traceContext() {
    return TraceHeaders.of(Context.root().with(current.span()));
  }

  @Override
  public void failed(DeliverySummary delivery, Throwable cause) {
    current.failed(cause);
  }

  @Override
  public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
    current.span().setAttribute(OpenTelemetryListener.STATUS, (long) response.status());
    current.end(outcome.name().toLowerCase(Locale.ROOT), null);
  }
}
