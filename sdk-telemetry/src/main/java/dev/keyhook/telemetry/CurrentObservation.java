package dev.keyhook.telemetry;

import io.micrometer.observation.Observation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An observation that is current in its thread until it ends. Used by one thread. */
final class CurrentObservation {

  static final String UNKNOWN = "unknown";

  private static final String ENDPOINT = "endpoint";
  private static final String TYPE = "type";
  private static final String OUTCOME = "outcome";
  private static final String EVENT_ID = "event.id";

  private final Observation observation;
  private final Observation.Scope scope;

  @SuppressWarnings("MustBeClosedChecker") // closed by end(), in a later call of the listener
  private CurrentObservation(Observation started) {
    this.observation = started;
    this.scope = started.openScope();
  }

  /**
   * Starts an observation. All observations with one name have the same keys, as Prometheus
   * requires.
   */
  static CurrentObservation start(Observation observation, String title, String endpoint) {
    return new CurrentObservation(
        observation
            .contextualName(title)
            .lowCardinalityKeyValue(ENDPOINT, endpoint)
            .lowCardinalityKeyValue(TYPE, UNKNOWN)
            .lowCardinalityKeyValue(OUTCOME, UNKNOWN)
            .start());
  }

  /**
   * Sets the event.
   *
   * @param type one of a bounded set
   */
  void event(String type, Optional<String> id) {
    observation.lowCardinalityKeyValue(TYPE, type);
    id.ifPresent(value -> observation.highCardinalityKeyValue(EVENT_ID, value));
  }

  /** Records the class of a failure only, because messages may contain personal data. */
  void failed(Throwable cause) {
    observation.error(new Failure(cause));
  }

  /** Ends the observation. */
  void end(String outcome, @Nullable Throwable cause) {
    observation.lowCardinalityKeyValue(OUTCOME, outcome);
    if (cause != null) {
      failed(cause);
    }
    scope.close();
    observation.stop();
  }

  /** Represents an exception without its message and stack trace. */
  private static final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(Throwable cause) {
      super(cause.getClass().getName(), null, false, false);
    }
  }
}
