package dev.keyhook.spring;

import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.ReceiverListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers when each endpoint last received an authentic delivery. */
final class LastDeliveries implements ReceiverListener.Factory, ReceiverListener {

  private final Map<String, Instant> byEndpoint = new ConcurrentHashMap<>();
  private final Clock clock;

  LastDeliveries(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ReceiverListener create(String endpoint, WebhookRequest request) {
    return this;
  }

  @Override
  public void authenticated(DeliverySummary delivery) {
    byEndpoint.put(delivery.endpoint(), clock.instant());
  }

  /** Returns the times by endpoint, since this process started. */
  Map<String, Instant> times() {
    return new TreeMap<>(byEndpoint);
  }
}
