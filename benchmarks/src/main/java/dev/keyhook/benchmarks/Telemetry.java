package dev.keyhook.benchmarks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.WebhookResponse;
import dev.keyhook.telemetry.MicrometerListener;
import dev.keyhook.telemetry.OpenTelemetryListener;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Set;

/**
 * Listeners with a Prometheus registry and with OpenTelemetry's SDK, as an application has them.
 */
public final class Telemetry {

  private Telemetry() {}

  /** Returns metrics in a Prometheus registry that is never scraped. */
  static ReceiverListener.Factory prometheus(Set<String> types) {
    return MicrometerListener.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), types);
  }

  /** Returns traces of every delivery, in batches as by default, to an exporter that drops them. */
  static ReceiverListener.Factory openTelemetry() {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(SpanExporter.composite()).build())
            .build();
    return OpenTelemetryListener.of(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
  }

  /** Returns both. */
  public static ReceiverListener.Factory both(Set<String> types) {
    ReceiverListener.Factory metrics = prometheus(types);
    ReceiverListener.Factory traces = openTelemetry();
    return (endpoint, request) ->
        new Both(metrics.create(endpoint, request), traces.create(endpoint, request));
  }

  /** Passes on what is reported of a request that is handled or refused. */
  private record Both(ReceiverListener first, ReceiverListener second) implements ReceiverListener {

    @Override
    public void authenticated(DeliverySummary delivery) {
      first.authenticated(delivery);
      second.authenticated(delivery);
    }

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
      first.refused(delivery, refusal);
      second.refused(delivery, refusal);
    }

    @Override
    public void read(DeliverySummary delivery) {
      first.read(delivery);
      second.read(delivery);
    }

    @Override
    public void handled(DeliverySummary delivery, Duration duration) {
      first.handled(delivery, duration);
      second.handled(delivery, duration);
    }

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      first.responded(delivery, outcome, response);
      second.responded(delivery, outcome, response);
    }
  }
}
