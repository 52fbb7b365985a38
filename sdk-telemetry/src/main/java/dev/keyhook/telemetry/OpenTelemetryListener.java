package dev.keyhook.telemetry;

import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.webhooks.ReceiverListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces deliveries and attempts with OpenTelemetry: a span for each delivery, and one for each
 * attempt of a worker, in a separate trace that is linked to the delivery.
 *
 * <p>The link needs the trace context in the inbox: the listener stores it there as {@code
 * traceparent}, so give the same listener to the receiver and the inbox. Spans are current while a
 * handler runs, so that its own spans become children. Attributes contain no content of an event,
 * and only the classes of exceptions. Attribute names are Keyhook's own, because OpenTelemetry's
 * conventions for webhooks are not stable.
 *
 * <p>Safe for use by any number of threads.
 */
@SuppressWarnings("exports") // an application that uses this has the library
public final class OpenTelemetryListener implements ReceiverListener.Factory, InboxListener {

  /** The name of the receiver. */
  public static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("keyhook.endpoint");

  /** The type of the event, as the vendor writes it. */
  public static final AttributeKey<String> EVENT_TYPE =
      AttributeKey.stringKey("keyhook.event.type");

  /** The id of the event. */
  public static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("keyhook.event.id");

  /** The outcome of a delivery, or the result of an attempt, in lower case. */
  public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("keyhook.outcome");

  /** The status of the response to a delivery. */
  public static final AttributeKey<Long> STATUS = AttributeKey.longKey("keyhook.status");

  /** The number of the attempt, from 1. */
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("keyhook.attempt");

  /** Whether the attempt is a replay. */
  public static final AttributeKey<Boolean> REPLAY = AttributeKey.booleanKey("keyhook.replay");

  /** The class of a handler's exception. */
  public static final AttributeKey<String> ERROR = AttributeKey.stringKey("keyhook.error");

  private final Tracer tracer;

  /** The span of the attempt that runs on a thread. */
  @SuppressWarnings("ThreadLocalUsage") // not static: each listener has its own
  private final ThreadLocal<@Nullable CurrentSpan> running = new ThreadLocal<>();

  private OpenTelemetryListener(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Returns a listener. */
  public static OpenTelemetryListener of(OpenTelemetry telemetry) {
    return new OpenTelemetryListener(telemetry.getTracer("dev.keyhook"));
  }

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    Context parent = Context.current();
    if (!Span.fromContext(parent).getSpanContext().isValid()) {
      parent = TraceHeaders.extract(parent, request::header);
    }
    return new DeliverySpan(
        tracer
            .spanBuilder("receive " + endpoint)
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setAttribute(ENDPOINT, endpoint)
            .startSpan());
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    SpanBuilder builder =
        tracer
            .spanBuilder("handle " + attempt.endpoint())
            .setSpanKind(SpanKind.CONSUMER)
            .setNoParent()
            .setAttribute(ENDPOINT, attempt.endpoint())
            .setAttribute(ATTEMPT, (long) attempt.number())
            .setAttribute(REPLAY, attempt.isReplay());
    attempt.type().ifPresent(type -> builder.setAttribute(EVENT_TYPE, type));
    attempt.id().ifPresent(id -> builder.setAttribute(EVENT_ID, id));
    Context delivery =
        TraceHeaders.extract(
            Context.root(), name -> attempt.headers().getOrDefault(name, List.of()));
    if (Span.fromContext(delivery).getSpanContext().isValid()) {
      builder.addLink(Span.fromContext(delivery).getSpanContext());
    }
    running.set(new CurrentSpan(builder.startSpan()));
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    end("succeeded", null);
  }

  @Override
  public void attemptPostponed(Attempt attempt, Duration took) {
    end("postponed", null);
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    end("failed", cause);
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    end("dead_lettered", cause);
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    end("parked", cause);
  }

  @Override
  public void leaseLost(Attempt attempt) {
    end("lease_lost", null);
  }

  private void end(String outcome, @Nullable Throwable cause) {
    CurrentSpan attempt = running.get();
    if (attempt != null) {
      running.remove();
      attempt.end(outcome, cause);
    }
  }
}
