package dev.keyhook.spring;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Calls several listeners of a receiver. */
final class ReceiverListeners implements ReceiverListener {

  private final List<ReceiverListener> listeners;

  private ReceiverListeners(List<ReceiverListener> listeners) {
    this.listeners = listeners;
  }

  /** Returns a factory that calls all of them, in this order. */
  static ReceiverListener.Factory of(List<ReceiverListener.Factory> factories) {
    return factories.size() == 1
        ? factories.get(0)
        : (endpoint, request) -> create(factories, endpoint, request);
  }

  private static ReceiverListener create(
      List<ReceiverListener.Factory> factories, String endpoint, WebhookRequest request) {
    return new ReceiverListeners(
        factories.stream().map(factory -> factory.create(endpoint, request)).toList());
  }

  /** Calls every listener, even after one has thrown; then throws that exception. */
  private void each(Consumer<ReceiverListener> call) {
    RuntimeException failure = null;
    for (ReceiverListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void authenticated(DeliverySummary delivery) {
    each(to -> to.authenticated(delivery));
  }

  @Override
  public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
    each(to -> to.refused(delivery, refusal));
  }

  @Override
  public void read(DeliverySummary delivery) {
    each(to -> to.read(delivery));
  }

  @Override
  public void unreadable(DeliverySummary delivery, RuntimeException cause) {
    each(to -> to.unreadable(delivery, cause));
  }

  @Override
  public void foreign(DeliverySummary delivery) {
    each(to -> to.foreign(delivery));
  }

  @Override
  public void withoutId(DeliverySummary delivery) {
    each(to -> to.withoutId(delivery));
  }

  @Override
  public void unrecognized(DeliverySummary delivery) {
    each(to -> to.unrecognized(delivery));
  }

  @Override
  public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
    each(to -> to.deviated(delivery, deviations));
  }

  @Override
  public void duplicate(DeliverySummary delivery) {
    each(to -> to.duplicate(delivery));
  }

  @Override
  public void handled(DeliverySummary delivery, Duration duration) {
    each(to -> to.handled(delivery, duration));
  }

  @Override
  public Map<String, String> traceContext() {
    Map<String, String> context = new HashMap<>();
    each(to -> context.putAll(to.traceContext()));
    return context;
  }

  @Override
  public void stored(DeliverySummary delivery, int entries) {
    each(to -> to.stored(delivery, entries));
  }

  @Override
  public void failed(DeliverySummary delivery, Throwable cause) {
    each(to -> to.failed(delivery, cause));
  }

  @Override
  public void slow(DeliverySummary delivery) {
    each(to -> to.slow(delivery));
  }

  @Override
  public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
    each(to -> to.responded(delivery, outcome, response));
  }
}
