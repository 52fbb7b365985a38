package dev.keyhook.routing;

import dev.keyhook.Deviation;
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
   * @param endpoint the receiver that the events came from; in Kafka the topic, where events of
   *     several receivers can wait
   * @param events how many events are not handled yet; slightly too high after duplicates that
   *     arrived at several nodes at once, and in Kafka while an early event is retried
   * @param lanes how many lanes they are in; in Kafka those that this worker has read
   * @param parkedLanes how many lanes are parked until an operator resumes them
   * @param oldest how long ago the oldest of them arrived; zero if there is none
   * @param deadLetters how many events are dead letters
   * @param isUnattended whether events have been due for a minute and no worker has claimed them;
   *     in Kafka, whether events wait and this worker has stopped reading
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

  /** Entries could not be stored, or not in time; their senders will retry. */
  default void appendFailed(int entries, Throwable cause) {}

  /**
   * An attempt begins on this thread: the event is read, and its handler runs.
   *
   * <p>The attempt ends on the same thread, with exactly one call of {@link #attemptSucceeded},
   * {@link #attemptFailed}, {@link #attemptPostponed}, {@link #deadLettered}, {@link #parked} or
   * {@link #leaseLost}, unless the process ends before.
   */
  default void attemptStarted(Attempt attempt) {}

  /**
   * The event differs from the schema that this version was built from; on the thread of {@link
   * #attemptStarted}, in each attempt before the handler.
   *
   * @param deviations where it differs, at least one
   */
  default void deviated(Attempt attempt, List<Deviation> deviations) {}

  /**
   * The handler returned, on the thread of {@link #attemptStarted}. A handler that did not join the
   * inbox's transaction may run again, if the process ends before this is recorded.
   */
  default void attemptSucceeded(Attempt attempt, Duration took) {}

  /**
   * The attempt ended without a result and does not count, on the thread of {@link
   * #attemptStarted}: the stored event cannot be read at present, as {@link #paused} says; another
   * process is handling the event; or the worker is closing. The event is handled later.
   */
  default void attemptPostponed(Attempt attempt, Duration took) {}

  /**
   * The handler failed, on the thread of {@link #attemptStarted}, and will run again.
   *
   * @param retryIn how long the lane waits for its next attempt
   */
  default void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {}

  /**
   * The event became a dead letter, on the thread of {@link #attemptStarted}.
   *
   * @param cause what the handler threw, or why there was no further attempt
   */
  default void deadLettered(Attempt attempt, Duration took, Throwable cause) {}

  /**
   * The event failed for the last time and its lane was parked: later events of the lane are not
   * handled until an operator resumes it. On the thread of {@link #attemptStarted}.
   *
   * @param cause what the handler threw, or why there was no further attempt
   */
  default void parked(Attempt attempt, Duration took, Throwable cause) {}

  /**
   * The lease of a lane ended before the handler's transaction was committed, on the thread of
   * {@link #attemptStarted}. What was written in it was rolled back; another attempt will follow.
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
