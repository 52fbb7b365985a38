package dev.keyhook.spring;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.internal.RateLimitedLog;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.ReceiverListener;
import java.util.function.LongSupplier;

/**
 * Logs deliveries that are refused or dropped, at most ten lines a minute of each kind: a receiver
 * with listeners does not log them itself.
 */
final class RefusalLog implements ReceiverListener {

  private final RateLimitedLog log;

  RefusalLog(LongSupplier nanoTime) {
    log = new RateLimitedLog("dev.keyhook.spring", nanoTime);
  }

  @Override
  public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
    log.warn("refused", "Refused " + delivery + ": " + refusal.getMessage(), null);
  }

  @Override
  public void foreign(DeliverySummary delivery) {
    log.warn("foreign", "Dropped an event of another partner: " + delivery, null);
  }

  @Override
  public void withoutId(DeliverySummary delivery) {
    log.warn("withoutId", "Cannot deduplicate an event without id: " + delivery, null);
  }
}
