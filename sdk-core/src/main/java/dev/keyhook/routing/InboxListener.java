package dev.keyhook.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Observes an inbox: for logs, metrics and traces.
 *
 * <p>Every method does nothing unless overridden. An inbox calls them from any of its threads, so
 * implementations are safe for use by any number of threads and return quickly. Exceptions that
 * they throw are ignored. No argument contains a body.
 */
public interface InboxListener {

  /**
   * An attempt to handle one event.
   *
   * @param endpoint the receiver that the event came from
   * @param id the event's id; empty if it has none
   * @param type the event's type; empty if it was not readable when it arrived
   * @param subject what the event is about; empty if it does not say
   * @param number which attempt this is, from 1
   * @param receivedAt when the delivery arrived, by the receiver's clock
   * @param isReplay whether the event is handled again on an operator's request
   * @param headers the stored headers, such as {@code traceparent}; names in lower case
   */
  record Attempt(
      String endpoint,
      Optional<String> id,
      Optional<String> type,
      Optional<String> subject,
      int number,
      Instant receivedAt,
      boolean isReplay,
      SortedMap<String, List<String>> headers) {

    /** Omits all text from the sender. */
    @Override
    public String toString() {
      return "Attempt[" + endpoint + ", number " + number + (isReplay ? ", replay]" : "]");
    }
  }

  /**
   * The backlog of one endpoint in an inbox.
   *
   * @param endpoint the receiver that the events came from
   * @param events how many events are not handled yet; slightly too high after duplicates that
   *     arrived at several nodes at once
   * @param lanes how many lanes they are in
   * @param parkedLanes how many lanes are parked until an operator resumes them
   * @param oldest how long ago the oldest of them arrived; zero if there is none
   * @param deadLetters how many events are dead letters
   * @param isUnattended whether events have been due for a minute and no worker has claimed them
   */
  record Backlog(
      String endpoint,
      long events,
      long lanes,
      long parkedLanes,
      Duration oldest,
      long deadLetters,
      boolean isUnattended) {}

  /**
   * Entries were stored durably.
   *
   * @param stored how many were new, unreadable ones included
   * @param duplicates how many were stored before
   */
  default void appended(String endpoint, int stored, int duplicates) {}

  /** Entries were stored that are not readable as events; they are dead letters at once. */
  default void unreadable(String endpoint, int entries) {}

  /** Entries could not be stored; their senders will retry. */
  default void appendFailed(int entries, Throwable cause) {}

  /** A handler is about to run, on this thread. */
  default void attemptStarted(Attempt attempt) {}

  /** The handler returned, on the thread of {@link #attemptStarted}. */
  default void attemptSucceeded(Attempt attempt, Duration took) {}

  /**
   * The handler failed, on the thread of {@link #attemptStarted}, and will run again.
   *
   * @param retryIn how long the lane waits for its next attempt
   */
  default void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {}

  /**
   * The event became a dead letter, on the thread of {@link #attemptStarted}.
   *
   * @param cause the exception of the last attempt
   */
  default void deadLettered(Attempt attempt, Duration took, Throwable cause) {}

  /**
   * The event failed for the last time and its lane was parked: later events of the lane are not
   * handled until an operator resumes it. On the thread of {@link #attemptStarted}.
   *
   * @param cause the exception of the last attempt
   */
  default void parked(Attempt attempt, Duration took, Throwable cause) {}

  /**
   * The lease of a lane ended before the result of an attempt was recorded, on any thread. Another
   * attempt will follow; writes in the inbox's transaction were rolled back.
   */
  default void leaseLost(Attempt attempt) {}

  /** A worker stopped claiming events of an endpoint for a while; no attempt was spent. */
  default void paused(String endpoint, Throwable cause) {}

  /** A worker handles events of an endpoint again after {@link #paused}. */
  default void resumed(String endpoint) {}

  /** A worker or an inbox could not reach or use its database; it will retry. */
  default void databaseFailed(Throwable cause) {}

  /**
   * Called about once a minute for each endpoint with waiting events or dead letters, and one more
   * time when there are none left.
   */
  default void backlog(Backlog backlog) {}
}
