package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.RateLimitedLog;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reports to the listeners, and failures to the failure handler or the log. */
final class Reporting {

  private final String endpoint;
  private final ReceiverListener.@Nullable Factory listeners;
  private final @Nullable FailureHandler failures;
  private final Duration slow;
  private final LongSupplier nanoTime;
  private final RateLimitedLog log;

  Reporting(
      String endpoint,
      ReceiverListener.@Nullable Factory listeners,
      @Nullable FailureHandler failures,
      @Nullable Duration senderTimeout,
      LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.listeners = listeners;
    this.failures = failures;
    this.slow =
        senderTimeout == null
            ? Duration.ofNanos(Long.MAX_VALUE)
            : senderTimeout.dividedBy(5).multipliedBy(3);
    this.nanoTime = nanoTime;
    this.log = new RateLimitedLog(WebhookReceiver.class.getName(), nanoTime);
  }

  String endpoint() {
    return endpoint;
  }

  /** Returns the monotonic time in nanoseconds, or 0 if the clock fails. */
  long nanoTime() {
    try {
      return nanoTime.getAsLong();
    } catch (Throwable e) {
      return 0; // durations are only reported, so this is no reason to fail a request
    }
  }

  /** Returns the time since a moment, or zero if the clock fails. */
  Duration since(long startNanos) {
    try {
      return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    } catch (Throwable e) {
      return Duration.ZERO;
    }
  }

  boolean isSlow(Duration elapsed) {
    return elapsed.compareTo(slow) >= 0;
  }

  @Nullable ReceiverListener listener(WebhookRequest request) {
    try {
      return listeners == null ? null : listeners.create(endpoint, request);
    } catch (Throwable e) {
      log.warn("listener", "The listener factory of endpoint " + endpoint + " failed", e);
      return null;
    }
  }

  void failed(DeliverySummary delivery, Outcome outcome, Throwable cause) {
    if (failures == null) {
      log.error(outcome.name(), outcome + " for " + delivery, cause);
      return;
    }
    try {
      failures.failed(delivery, cause);
    } catch (Throwable e) {
      if (e != cause) {
        e.addSuppressed(cause); // both are visible
      }
      log.error("onFailure", "onFailure threw for " + delivery, e);
    }
  }

  void logRefusal(DeliverySummary delivery, DeliveryVerificationException refusal) {
    log.warn("refused", "Refused " + delivery + ": " + refusal.getMessage(), null);
  }

  void logForeign(DeliverySummary delivery) {
    log.warn("foreign", "Dropped an event of another partner: " + delivery, null);
  }

  void logWithoutId(DeliverySummary delivery) {
    log.warn("withoutId", "Cannot deduplicate an event without id: " + delivery, null);
  }

  void logListenerFailure(DeliverySummary delivery, Throwable cause) {
    log.warn("listener", "The listener threw for " + delivery, cause);
  }
}
