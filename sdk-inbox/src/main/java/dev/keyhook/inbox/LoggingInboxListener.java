package dev.keyhook.inbox;

import dev.keyhook.routing.InboxListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Logs failures, at most one line of a kind in ten seconds, without content: what an inbox does
 * unless the user gives it a listener.
 */
final class LoggingInboxListener implements InboxListener {

  private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

  private final Logger logger = System.getLogger("dev.keyhook.inbox");
  private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  LoggingInboxListener(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void unreadable(String endpoint, int entries) {
    log("unreadable", endpoint + ": a delivery is not readable as an event; kept as dead letter");
  }

  @Override
  public void appendFailed(int entries, Throwable cause) {
    log("appendFailed", "Deliveries were not stored; their senders retry: " + describe(cause));
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    log(
        "attemptFailed",
        attempt.endpoint()
            + ": attempt "
            + attempt.number()
            + " failed, the next one follows in "
            + retryIn
            + ": "
            + describe(cause));
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    log(
        "deadLettered",
        attempt.endpoint()
            + ": an event became a dead letter after "
            + attempt.number()
            + " attempts: "
            + describe(cause));
  }

  @Override
  public void leaseLost(Attempt attempt) {
    log("leaseLost", attempt.endpoint() + ": a lease ended before its handler; it runs again");
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    log("paused", endpoint + ": paused: " + describe(cause));
  }

  @Override
  public void databaseFailed(Throwable cause) {
    log("databaseFailed", "The database failed; trying again: " + describe(cause));
  }

  @Override
  public void backlog(Backlog backlog) {
    if (backlog.isUnattended()) {
      log(
          "backlog " + backlog.endpoint(),
          backlog.endpoint()
              + ": "
              + backlog.events()
              + " events wait and no worker claims them; start an InboxWorker with a router for"
              + " this endpoint");
    }
  }

  /** Classes only: messages of other people's exceptions may carry data. */
  private static String describe(Throwable cause) {
    StringBuilder text = new StringBuilder(cause.getClass().getName());
    Throwable inner = cause.getCause();
    for (int depth = 0; inner != null && depth < 5; depth++, inner = inner.getCause()) {
      text.append(" caused by ").append(inner.getClass().getName());
    }
    if (cause instanceof java.sql.SQLException failure) {
      text.append(", SQL state ").append(failure.getSQLState());
    }
    return text.toString();
  }

  private void log(String kind, String line) {
    long now = nanoTime.getAsLong();
    Long last = lastLogged.get(kind);
    if (last == null || now - last > QUIET_NANOS) {
      lastLogged.put(kind, now);
      logger.log(Level.WARNING, line);
    }
  }
}
