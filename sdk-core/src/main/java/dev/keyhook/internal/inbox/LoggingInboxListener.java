package dev.keyhook.internal.inbox;

import dev.keyhook.internal.RateLimitedLog;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Logs failures without content, unless the user sets a listener. Safe for use by any number of
 * threads.
 */
public final class LoggingInboxListener implements InboxListener {

  private final RateLimitedLog log;
  private final Function<Throwable, String> details;

  /**
   * Creates it.
   *
   * @param name the logger's name
   * @param details what else to print of a failure, apart from the classes of its causes, without
   *     personal data; empty for nothing
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public LoggingInboxListener(
      String name, Function<Throwable, String> details, LongSupplier nanoTime) {
    this.log = new RateLimitedLog(name, nanoTime);
    this.details = details;
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
    warn(
        "deadLettered",
        attempt.endpoint()
            + ": an event became a dead letter after "
            + attempt.number()
            + " attempts: "
            + describe(cause));
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    warn(
        "parked",
        attempt.endpoint()
            + ": a lane was parked after "
            + attempt.number()
            + " attempts of its first event; resume it or discard the event with InboxAdmin: "
            + describe(cause));
  }

  @Override
  public void leaseLost(Attempt attempt) {
    warn("leaseLost", attempt.endpoint() + ": a lease ended before its handler; it runs again");
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    warn("paused", endpoint + ": paused: " + describe(cause));
  }

  @Override
  public void databaseFailed(Throwable cause) {
    warn("databaseFailed", "The database or broker failed; retrying: " + describe(cause));
  }

  @Override
  public void backlog(Backlog backlog) {
    if (backlog.isUnattended()) {
      warn(
          "backlog " + backlog.endpoint(),
          backlog.endpoint()
              + ": "
              + backlog.events()
              + " events wait and no worker claims them; start a worker with a router for this"
              + " endpoint");
    }
  }

  /** Only classes: messages of exceptions can contain personal data. */
  private String describe(Throwable cause) {
    StringBuilder text = new StringBuilder(cause.getClass().getName());
    Throwable inner = cause.getCause();
    for (int depth = 0; inner != null && depth < 5; depth++, inner = inner.getCause()) {
      text.append(" caused by ").append(inner.getClass().getName());
    }
    String more = details.apply(cause);
    return more.isEmpty() ? text.toString() : text + ", " + more;
  }

  private void warn(String kind, String line) {
    log.warn(kind, line, null);
  }
}
