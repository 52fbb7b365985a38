package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.adyen.model.notification.NotificationRequest;
import com.adyen.notification.WebhookHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.linecorp.bot.parser.WebhookParseException;
import com.linecorp.bot.parser.WebhookParser;
import com.linecorp.bot.webhook.model.CallbackRequest;
import com.stripe.model.Event;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Parsing by other SDKs, each with an event of its own vendor of similar size. Nothing is verified.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RivalParseBenchmark {

  private final byte[] adyen = Bodies.adyen("coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=");
  private final WebhookHandler adyenHandler = new WebhookHandler();

  private final byte[] eventBridge = Bodies.residentAdded();
  private final PojoSerializer<ScheduledEvent> aws =
      LambdaEventSerializers.serializerFor(
          ScheduledEvent.class, RivalParseBenchmark.class.getClassLoader());

  private final byte[] cloudEvent = Bodies.cloudEvent();
  private final JsonFormat cloudEvents = new JsonFormat();

  private final byte[] line = Bodies.line();
  private final WebhookParser lineParser = new WebhookParser((body, header) -> false, () -> true);

  private final byte[] stripe = Bodies.stripe();

  @Benchmark
  public NotificationRequest adyen() throws IOException {
    return adyenHandler.handleNotificationJson(new String(adyen, UTF_8));
  }

  /** Amazon's class for events of EventBridge: the detail is a map. */
  @Benchmark
  public ScheduledEvent awsScheduledEvent() {
    return aws.fromJson(new ByteArrayInputStream(eventBridge));
  }

  /** The data is parsed into a tree. */
  @Benchmark
  public CloudEvent cloudEvents() {
    return cloudEvents.deserialize(cloudEvent);
  }

  @Benchmark
  public CallbackRequest line() throws IOException, WebhookParseException {
    return lineParser.handle("unverified", line);
  }

  /** Parses the envelope only: the object in it is still a tree. */
  @Benchmark
  public Event stripeEvent() {
    return Webhook.constructEventWithoutVerification(new String(stripe, UTF_8));
  }

  /** Parses the envelope and the typed object, as a handler needs it. */
  @Benchmark
  public StripeObject stripeEventAndObject() {
    return stripeEvent().getDataObjectDeserializer().getObject().orElseThrow();
  }
}
