package dev.keyhook.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.InboxListener.Attempt;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTelemetryListenerTest {

  private static final String REMOTE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final OpenTelemetryListener tracing = OpenTelemetryListener.of(telemetry);
  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private final List<InboxEntry> stored = new ArrayList<>();

  private void receive(WebhookRequest request) {
    assertThat(
            SmartphoneKeyWebhooks.receiver(sender.verifier())
                .inbox(inbox())
                .listener(tracing)
                .build()
                .receive(request)
                .status())
        .isLessThan(500);
  }

  private dev.keyhook.store.Inbox inbox() {
    return new dev.keyhook.store.Inbox() {
      @Override
      public void append(List<InboxEntry> entries) {
        stored.addAll(entries);
      }

      @Override
      public void close() {}
    };
  }

  private Attempt attempt() {
    InboxEntry entry = stored.get(0);
    return new Attempt(
        entry.endpoint(),
        entry.id(),
        entry.type(),
        entry.subject(),
        2,
        entry.receivedAt(),
        false,
        entry.headers());
  }

  @Test
  void linksAnAttemptToItsDelivery() {
    receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    tracing.attemptStarted(attempt());
    tracing.attemptSucceeded(attempt(), Duration.ZERO);

    SpanData delivery = exporter.getFinishedSpanItems().get(0);
    SpanData attempt = exporter.getFinishedSpanItems().get(1);
    assertThat(delivery.getName()).isEqualTo("receive smartphonekey");
    assertThat(delivery.getAttributes().get(OpenTelemetryListener.OUTCOME)).isEqualTo("stored");
    assertThat(delivery.getAttributes().get(OpenTelemetryListener.STATUS)).isEqualTo(204);
    assertThat(attempt.getName()).isEqualTo("handle smartphonekey");
    assertThat(attempt.getTraceId()).isNotEqualTo(delivery.getTraceId());
    assertThat(attempt.getAttributes().get(OpenTelemetryListener.ATTEMPT)).isEqualTo(2);
    assertThat(attempt.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting(SpanContext::getSpanId)
        .containsExactly(delivery.getSpanId());
  }

  @Test
  void continuesTheTraceOfTheSenderAndStoresItsOwnSpan() {
    WebhookRequest plain = sender.deliver(SmartphoneKeySamples.keyAdded());
    WebhookRequest.Builder traced = WebhookRequest.builder("POST").body(plain.body());
    plain.headerNames().forEach(name -> traced.header(name, plain.header(name).get(0)));
    receive(traced.header("traceparent", REMOTE).header("X-Request-Id", "r1").build());

    SpanData delivery = exporter.getFinishedSpanItems().get(0);
    assertThat(delivery.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(stored.get(0).headers().get("traceparent"))
        .containsExactly("00-" + delivery.getTraceId() + "-" + delivery.getSpanId() + "-01");
    assertThat(stored.get(0).headers()).containsKey("x-request-id");
  }

  @Test
  void isCurrentWhileAHandlerRuns() {
    List<String> current = new ArrayList<>();
    SmartphoneKeyWebhooks.receiver(sender.verifier())
        .handle(
            SmartphoneKeyEvents.router()
                .otherwise(event -> current.add(Span.current().getSpanContext().getSpanId()))
                .build())
        .listener(tracing)
        .build()
        .receive(sender.deliver(SmartphoneKeySamples.keyAdded()));

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getSpanId)
        .containsExactlyElementsOf(current);
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void namesTheClassOfAFailureOnly() {
    receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    exporter.reset();
    tracing.attemptStarted(attempt());
    tracing.deadLettered(attempt(), Duration.ZERO, new IllegalStateException("Jane Doe"));

    SpanData attempt = exporter.getFinishedSpanItems().get(0);
    assertThat(attempt.getStatus()).isEqualTo(StatusData.error());
    assertThat(attempt.getEvents()).isEmpty();
    assertThat(attempt.getAttributes().asMap().values())
        .contains("java.lang.IllegalStateException", "dead_lettered")
        .noneMatch(value -> value.toString().contains("Jane"));
  }

  @Test
  void endsTheSpanOfAnAttemptThatWasPostponed() {
    receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
    exporter.reset();
    tracing.attemptStarted(attempt());
    tracing.attemptPostponed(attempt(), Duration.ZERO);
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    tracing.attemptStarted(attempt());
    tracing.attemptSucceeded(attempt(), Duration.ZERO);

    assertThat(exporter.getFinishedSpanItems())
        .extracting(span -> span.getAttributes().get(OpenTelemetryListener.OUTCOME))
        .containsExactly("postponed", "succeeded");
  }
}
