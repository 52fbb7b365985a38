package dev.keyhook.inbox;

import java.time.Duration;
import java.util.Optional;

/**
 * A lane with events that are not handled yet, or a parked one.
 *
 * @param endpoint the receiver that stored its events
 * @param subject what its events are about; empty if they do not say
 * @param lane its key in the tables, as in {@link InboxEvent#lane}
 * @param state what it waits for
 * @param events how many events are not handled yet; slightly too high after duplicates that
 *     arrived at several nodes at once
 * @param oldest how long ago the oldest of them arrived; zero if there is none
 * @param attempts how many attempts of its first event failed
 * @param error the class of the last failure
 * @param retryIn how long it waits for its next attempt; zero in every other state
 */
public record InboxLane(
    String endpoint,
    Optional<String> subject,
    String lane,
    State state,
    long events,
    Duration oldest,
    int attempts,
    Optional<String> error,
    Duration retryIn) {

  /**
   * What a lane waits for. Later versions may add constants: a {@code switch} needs a {@code
   * default}.
   */
  public enum State {
    /** It waits for a worker. */
    DUE,
    /** A worker handles its events. */
    RUNNING,
    /** Its first event failed and waits for the next attempt. */
    BACKING_OFF,
    /** It is parked until an operator resumes it. */
    PARKED
  }

  /** Omits all text from the sender. */
  @Override
  public String toString() {
    return "InboxLane[" + endpoint + ", " + state + ", " + events + " events]";
  }
}
