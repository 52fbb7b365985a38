package dev.keyhook.webhooks;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.internal.event.EventIds;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handles events within the request, each once.
 *
 * @param <E> the vendor's event class
 */
final class HandlerSink<E extends Event<?>> implements PartSink<E> {

  private final String endpoint;
  private final EventRouter<E> router;
  private final Idempotency idempotency;

  HandlerSink(String endpoint, EventRouter<E> router, Idempotency idempotency) {
    this.endpoint = endpoint;
    this.router = router;
    this.idempotency = idempotency;
  }

  @Override
  public Result accept(List<Part<E>> parts, Instant receivedAt, RequestReport report) {
    Result result = Result.of(Outcome.DUPLICATE);
    for (Part<E> part : parts) {
      report.event(part.event());
      result = result.and(handle(part, receivedAt, report));
    }
    return result;
  }

  private Result handle(Part<E> part, Instant receivedAt, RequestReport report) {
    E event = part.event();
    if (event == null) {
      report.failed(Outcome.UNREADABLE, Objects.requireNonNull(part.cause()));
      return Result.of(Outcome.UNREADABLE);
    }
    try {
      return handleOnce(event, receivedAt, report);
    } catch (Throwable e) {
      return Failures.report(e, report);
    }
  }

  private Result handleOnce(E event, Instant receivedAt, RequestReport report) throws Exception {
    @Nullable String id = EventIds.find(event);
    Attempt attempt = new Attempt(event, receivedAt, report);
    Outcome outcome =
        switch (id == null
            ? idempotency.withoutKey(endpoint, attempt)
            : idempotency.once(endpoint, id, attempt)) {
          case DONE -> Outcome.HANDLED;
          case DUPLICATE -> Outcome.DUPLICATE;
          case IN_PROGRESS -> Outcome.IN_PROGRESS;
        };
    if (outcome == Outcome.HANDLED) {
      report.handled(attempt.duration);
    } else if (outcome == Outcome.DUPLICATE) {
      report.duplicate();
    }
    return Result.of(outcome);
  }

  /** One call of the handler. */
  private final class Attempt implements Idempotency.Work {

    private final E event;
    private final Instant receivedAt;
    private final RequestReport report;
    private Duration duration = Duration.ZERO;

    private Attempt(E event, Instant receivedAt, RequestReport report) {
      this.event = event;
      this.receivedAt = receivedAt;
      this.report = report;
    }

    @Override
    public void run(Transaction transaction) {
      EventContext context =
          EventContext.builder(endpoint).receivedAt(receivedAt).transaction(transaction).build();
      if (!report.hasListener()) {
        router.handle(event, context);
        return;
      }
      reportDeviations();
      Duration before = report.elapsed();
      router.handle(event, context);
      duration = report.elapsed().minus(before);
    }

    private void reportDeviations() {
      List<Deviation> deviations = event.deviations();
      if (!deviations.isEmpty()) {
        report.deviated(deviations);
      }
    }
  }
}
