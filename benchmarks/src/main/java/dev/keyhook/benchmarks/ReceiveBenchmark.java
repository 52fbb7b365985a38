package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.bot.parser.LineSignatureValidator;
import com.linecorp.bot.parser.WebhookParseException;
import com.linecorp.bot.parser.WebhookParser;
import com.linecorp.bot.webhook.model.CallbackRequest;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.EventParser;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.store.Idempotency;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A whole delivery in memory: the request is created from a map and an array, verified, parsed,
 * deduplicated and handled. Each delivery has a new id unless it is a duplicate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReceiveBenchmark {

  private final LongAdder handled = new LongAdder();
  private final WebhookReceiver receiver = Deliveries.receiver(handled);
  private final WebhookReceiver fewIds =
      Deliveries.receiver(
          handled, Idempotency.inMemory(1000, Duration.ofHours(25), System::nanoTime));
  private final DeliveryVerifier verifier = Deliveries.verifier();
  private final EventParser<SmartphoneKeyEvent> parser = SmartphoneKeyEvents.parser();
  private final byte[] body = Bodies.residentAdded();
  private final byte[] unhandled = Bodies.unknownType();
  private final WebhookRequest duplicate = Deliveries.bearer(Bodies.residentAdded());
  private long id;

  private WebhookReceiver schlage;
  private WebhookRequest signed;

  private final byte[] line = Bodies.line();
  private WebhookParser lineParser;
  private String lineSignature;

  private final byte[] stripe = Bodies.stripe();
  private String stripeSignature;
  private Clock signingTime;

  @Setup
  public void setUp() throws GeneralSecurityException {
    expect(204, receiver.receive(duplicate));
    KeyPair pair = Signatures.newKey();
    schlage =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(pair.getPublic()))
            .handle(
                SchlageHomeEvents.router()
                    .on(DeviceLockStateChanged.class, (lock, event) -> handled.increment())
                    .otherwise(event -> {})
                    .build())
            .idempotency(new NoIdempotency())
            .build();
    byte[] schlageBody = Bodies.schlage();
    String signature = Base64.getEncoder().encodeToString(Signatures.sign(pair, schlageBody));
    signed = Deliveries.post("WebHook-Signature", signature, schlageBody);

    byte[] secret = Deliveries.SECRET.getBytes(UTF_8);
    LineSignatureValidator validator = new LineSignatureValidator(secret);
    lineParser = new WebhookParser(validator);
    lineSignature = Base64.getEncoder().encodeToString(validator.generateSignature(line));

    Instant now = Instant.ofEpochSecond(1774875000);
    signingTime = Clock.fixed(now, ZoneOffset.UTC);
    stripeSignature =
        Webhook.Signature.generateSignatureHeader(
            new String(stripe, UTF_8), Deliveries.SECRET, now.getEpochSecond());
  }

  @Benchmark
  public int tokenScan() throws IOException {
    return TokenScan.scan(body);
  }

  @Benchmark
  public WebhookResponse keyhookBearer() {
    Deliveries.nextId(body, id++);
    return expect(204, receiver.receive(Deliveries.bearer(body)));
  }

  /** The same with few enough ids to fit into the processor's caches. */
  @Benchmark
  public WebhookResponse keyhookFewIds() {
    Deliveries.nextId(body, id++);
    return expect(204, fewIds.receive(Deliveries.bearer(body)));
  }

  @Benchmark
  public SmartphoneKeyEvent keyhookVerifyAndParse() {
    Deliveries.nextId(body, id++);
    return parser.parse(verifier.verify(Deliveries.bearer(body)));
  }

  /** Creates the request only, which copies body and headers. */
  @Benchmark
  public WebhookRequest requestOnly() {
    Deliveries.nextId(body, id++);
    return Deliveries.bearer(body);
  }

  @Benchmark
  public WebhookResponse keyhookDuplicate() {
    return expect(204, receiver.receive(duplicate));
  }

  @Benchmark
  public WebhookResponse keyhookUnhandledType() {
    Deliveries.nextId(unhandled, id++);
    return expect(204, receiver.receive(Deliveries.bearer(unhandled)));
  }

  /** Schlage Home's signature with the JDK's provider, without deduplication. */
  @Benchmark
  public WebhookResponse keyhookSigned() {
    return expect(204, schlage.receive(signed));
  }

  /** LINE's SDK: verify and parse. It has no handlers and no deduplication. */
  @Benchmark
  public CallbackRequest line() throws IOException, WebhookParseException {
    return lineParser.handle(lineSignature, line);
  }

  /** Stripe's SDK: verify and parse. It has no handlers and no deduplication. */
  @Benchmark
  public StripeObject stripe() throws SignatureVerificationException {
    return Webhook.constructEvent(
            new String(stripe, UTF_8), stripeSignature, Deliveries.SECRET, 300, signingTime)
        .getDataObjectDeserializer()
        .getObject()
        .orElseThrow();
  }

  private static WebhookResponse expect(int status, WebhookResponse response) {
    if (response.status() != status) {
      throw new IllegalStateException("expected " + status + ", but was " + response);
    }
    return response;
  }
}
