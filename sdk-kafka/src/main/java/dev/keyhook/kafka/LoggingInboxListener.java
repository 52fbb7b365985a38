package dev.keyhook.kafka;

import dev.keyhook.internal.RateLimitedLog;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Logs failures without content: what an inbox does unless the user gives it a listener. */
final class LoggingInboxListener implements InboxListener {

  private final RateLimitedLog log;

  LoggingInboxListener(LongSupplier nanoTime) {
    log = new RateLimitedLog("dev.keyhook.kafka", nanoTime);
  }

  @Override
  public void unreadable(String endpoint, int entries) {
    warn("unreadable", endpoint + ": a delivery is not readable as an event; kept as dead letter");
  }

  @Override
  public void appendFailed(int entries, Throwable cause) {
    warn("appendFailed", "Deliveries were not stored; their senders retry: " + describe(cause));
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    warn(
        "attemptFailed",
        attempt + " failed, the next one follows in " + retryIn + ": " + describe(cause));
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    warn("deadLettered", attempt + " was the last; dead letter: " + describe(cause));
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    warn("paused", endpoint + ": lanes wait: " + describe(cause));
  }

  @Override
  public void databaseFailed(Throwable cause) {
    warn("databaseFailed", "Kafka failed; retrying: " + describe(cause));
  }

  /** Classes only, except for our own: messages of other exceptions may carry data. */
  private static String describe(Throwable cause) {
    StringBuilder text = new StringBuilder(cause.getClass().getName());
    if (cause instanceof NoRouterException) {
      text.append(": ").append(cause.getMessage());
    }
    Throwable inner = cause.getCause();
    for (int depth = 0; inner != null && depth < 5; depth++, inner = inner.getCause()) {
      text.append(" caused by ").append(inner.getClass().getName());
    }
    return text.toString();
  }

  private void warn(String kind, String line) {
    log.warn(kind, line, null);
  }
}
