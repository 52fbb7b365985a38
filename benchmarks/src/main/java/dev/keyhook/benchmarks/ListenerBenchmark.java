package dev.keyhook.benchmarks;

import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.webhooks.ReceiverBuilder;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole delivery in memory, with and without listeners for telemetry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ListenerBenchmark {

  /** The credential. Verifying a signature takes much longer than comparing a secret. */
  @Param({"bearer", "signed"})
  public String sender;

  private final LongAdder handled = new LongAdder();
  private WebhookReceiver plain;
  private WebhookReceiver observed;
  private WebhookReceiver metered;
  private WebhookReceiver traced;
  private WebhookReceiver both;
  private WebhookRequest request;

  /** Creates the receivers and a request. */
  @Setup
  public void setUp() throws GeneralSecurityException {
    KeyPair pair = Signatures.newKey();
    request = sender.equals("bearer") ? Deliveries.bearer(Bodies.residentAdded()) : signed(pair);
    Set<String> types = Set.of("ResidentAdded", "DeviceLockStateChanged");
    plain = builder(pair).build();
    observed = receiver(pair, (endpoint, head) -> new ReceiverListener() {});
    metered = receiver(pair, Telemetry.prometheus(types));
    traced = receiver(pair, Telemetry.openTelemetry());
    both = receiver(pair, Telemetry.both(types));
  }

  private WebhookReceiver receiver(KeyPair pair, ReceiverListener.Factory listener) {
    return builder(pair).listener(listener).build();
  }

  private ReceiverBuilder<?, ?> builder(KeyPair pair) {
    ReceiverBuilder<?, ?> builder =
        sender.equals("bearer")
            ? SmartphoneKeyWebhooks.receiver(Deliveries.verifier())
                .handle(
                    SmartphoneKeyEvents.router()
                        .on(ResidentAdded.class, (resident, event) -> handled.increment())
                        .otherwise(event -> {})
                        .build())
            : SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(pair.getPublic()))
                .handle(
                    SchlageHomeEvents.router()
                        .on(DeviceLockStateChanged.class, (lock, event) -> handled.increment())
                        .otherwise(event -> {})
                        .build());
    builder.idempotency(new NoIdempotency());
    return builder;
  }

  private static WebhookRequest signed(KeyPair pair) throws GeneralSecurityException {
    byte[] body = Bodies.schlage();
    return Deliveries.post(
        "WebHook-Signature", Base64.getEncoder().encodeToString(Signatures.sign(pair, body)), body);
  }

  private WebhookResponse receive(WebhookReceiver receiver) {
    WebhookResponse response = receiver.receive(request);
    if (response.status() != 204) {
      throw new IllegalStateException("The response is " + response);
    }
    return response;
  }

  @Benchmark
  public WebhookResponse withoutListener() {
    return receive(plain);
  }

  /**
   * A listener that does nothing. Its presence makes the receiver read the data of every event and
   * report to it.
   */
  @Benchmark
  public WebhookResponse emptyListener() {
    return receive(observed);
  }

  @Benchmark
  public WebhookResponse prometheus() {
    return receive(metered);
  }

  @Benchmark
  public WebhookResponse openTelemetry() {
    return receive(traced);
  }

  @Benchmark
  public WebhookResponse prometheusAndOpenTelemetry() {
    return receive(both);
  }
}
