package dev.keyhook.benchmarks;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.telemetry.MicrometerListener;
import dev.keyhook.telemetry.OpenTelemetryListener;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A whole delivery in memory, with and without listeners for telemetry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ListenerBenchmark {

  private final LongAdder handled = new LongAdder();
  private final EventRouter<SmartphoneKeyEvent> router =
      SmartphoneKeyEvents.router()
          .on(ResidentAdded.class, (resident, event) -> handled.increment())
          .otherwise(event -> {})
          .build();
  private final WebhookReceiver plain = builder().build();
  private final WebhookReceiver observed =
      builder().listener((endpoint, request) -> new ReceiverListener() {}).build();
  private final WebhookReceiver metered =
      builder()
          .listener(MicrometerListener.of(new SimpleMeterRegistry(), router.handledTypes()))
          .build();
  private final WebhookReceiver traced =
      builder().listener(OpenTelemetryListener.of(OpenTelemetry.noop())).build();
  private final byte[] body = Bodies.residentAdded();
  private long id;

  private SmartphoneKeyReceiverBuilder builder() {
    return SmartphoneKeyWebhooks.receiver(Deliveries.verifier())
        .handle(router)
        .idempotency(new NoIdempotency());
  }

  private WebhookRequest next() {
    Deliveries.nextId(body, id++);
    return Deliveries.bearer(body);
  }

  @Benchmark
  public WebhookResponse withoutListener() {
    return plain.receive(next());
  }

  /**
   * A listener that does nothing. Its presence makes the receiver read the data of every event and
   * report to it.
   */
  @Benchmark
  public WebhookResponse emptyListener() {
    return observed.receive(next());
  }

  @Benchmark
  public WebhookResponse micrometer() {
    return metered.receive(next());
  }

  @Benchmark
  public WebhookResponse openTelemetryNoop() {
    return traced.receive(next());
  }
}
