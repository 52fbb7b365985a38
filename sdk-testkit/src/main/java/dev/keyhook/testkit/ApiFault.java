package dev.keyhook.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault of one request to a fake API.
 *
 * <p>Each fault defines whether the operation is carried out. Immutable.
 */
public final class ApiFault {

  /**
   * The kind of a fault. Later versions may add constants: a {@code switch} needs a {@code
   * default}.
   */
  public enum Kind {
    /** The API responds with an error status; the operation is not carried out. */
    REFUSED,
    /** The connection is closed; the operation is not carried out. */
    REQUEST_LOST,
    /** The operation is carried out, then the connection is closed without a response. */
    RESPONSE_LOST,
    /** The operation is carried out, then the connection is closed in the middle of the body. */
    RESPONSE_CUT,
    /** The operation is not carried out, and no response arrives until the fake is closed. */
    STALLED,
    /** The operation is carried out, but the response is late. */
    DELAYED
  }

  private final Kind kind;
  private final int status;
  private final @Nullable Duration time;

  private ApiFault(Kind kind, int status, @Nullable Duration time) {
    this.kind = kind;
    this.status = status;
    this.time = time;
  }

  /**
   * Returns a response with an error status; nothing is carried out.
   *
   * @param status 300 to 599
   */
  public static ApiFault status(int status) {
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException("status must be from 300 to 599, but was " + status);
    }
    return new ApiFault(Kind.REFUSED, status, null);
  }

  /** Returns a 429 with {@code Retry-After}, in whole seconds; nothing is carried out. */
  public static ApiFault tooManyRequests(Duration retryAfter) {
    return status(429).retryAfter(retryAfter);
  }

  /** Returns a connection that closes before anything is carried out. */
  public static ApiFault requestLost() {
    return new ApiFault(Kind.REQUEST_LOST, 0, null);
  }

  /** Returns a connection that closes without a response, after the operation was carried out. */
  public static ApiFault responseLost() {
    return new ApiFault(Kind.RESPONSE_LOST, 0, null);
  }

  /** Returns a connection that closes within the response, after the operation was carried out. */
  public static ApiFault responseCut() {
    return new ApiFault(Kind.RESPONSE_CUT, 0, null);
  }

  /** Returns a missing response, until the fake is closed; nothing is carried out. */
  public static ApiFault stalled() {
    return new ApiFault(Kind.STALLED, 0, null);
  }

  /** Returns a correct response that is late; at once if the time is zero. */
  public static ApiFault delayed(Duration time) {
    return new ApiFault(Kind.DELAYED, 0, Objects.requireNonNull(time, "time"));
  }

  /**
   * Returns this refusal with {@code Retry-After}, in whole seconds.
   *
   * @throws IllegalStateException if this fault is not a refusal
   */
  public ApiFault retryAfter(Duration pause) {
    if (kind != Kind.REFUSED) {
      throw new IllegalStateException("Only a response with a status can have Retry-After");
    }
    return new ApiFault(kind, status, Objects.requireNonNull(pause, "pause"));
  }

  /** Returns the kind of the fault. */
  public Kind kind() {
    return kind;
  }

  /** Returns the status of a refusal; 0 for other faults. */
  public int status() {
    return status;
  }

  /**
   * Returns the delay of a late response, or the {@code Retry-After} of a refusal; empty otherwise.
   */
  public Optional<Duration> time() {
    return Optional.ofNullable(time);
  }

  @Override
  public String toString() {
    return kind + (status == 0 ? "" : " " + status) + (time == null ? "" : " " + time);
  }
}
