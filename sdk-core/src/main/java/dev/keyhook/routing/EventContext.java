package dev.keyhook.routing;

import dev.keyhook.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances in which an event is handled: where it came from, which attempt this is, and
 * the transaction to write in.
 *
 * <p>Used by the thread that handles the event only.
 */
public final class EventContext {

  private static final Transaction NO_TRANSACTION =
      Transaction.none(
          "Handle the event in an inbox over your database, or pass your own transaction:"
              + " EventContext.builder(endpoint).transaction(...)");

  private final String endpoint;
  private final int attempt;
  private final Instant receivedAt;
  private final boolean isReplay;
  private final boolean isStale;
  private final Transaction transaction;

  private EventContext(Builder builder) {
    this.endpoint = builder.endpoint;
    this.attempt = builder.attempt;
    this.receivedAt = builder.receivedAt == null ? Clock.systemUTC().instant() : builder.receivedAt;
    this.isReplay = builder.isReplay;
    this.isStale = builder.isStale;
    this.transaction = builder.transaction;
  }

  /**
   * Returns a builder for the context of an event from a custom source.
   *
   * @param endpoint names the source, such as {@code sqs}; not empty
   */
  public static Builder builder(String endpoint) {
    return new Builder(endpoint);
  }

  /** Returns the name of the receiver or other source that the event came from. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the number of this attempt to handle the event, from 1. */
  public int attempt() {
    return attempt;
  }

  /** Returns when the delivery of the event arrived, by the receiver's clock. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** Returns whether the event is handled again on an operator's request. */
  public boolean isReplay() {
    return isReplay;
  }

  /**
   * Returns whether an event with a higher {@link dev.keyhook.Event#sequence()} of the same subject
   * was already handled, so that this event describes an older state. False if the vendor gives no
   * sequence.
   */
  public boolean isStale() {
    return isStale;
  }

  /**
   * Returns a resource of the transaction in which this event is recorded as handled. Writes with
   * this resource commit together with that record, or not at all.
   *
   * @param type the resource, such as {@code java.sql.Connection.class}
   * @throws IllegalStateException if there is no transaction, or none with such a resource
   */
  public <T> T transaction(Class<T> type) {
    return transaction.unwrap(Objects.requireNonNull(type, "type"));
  }

  @Override
  public String toString() {
    return "EventContext[" + endpoint + ", attempt " + attempt + (isReplay ? ", replay]" : "]");
  }

  /** Builds an {@link EventContext}. Not safe for use by several threads. */
  public static final class Builder {

    private final String endpoint;
    private int attempt = 1;
    private @Nullable Instant receivedAt;
    private boolean isReplay;
    private boolean isStale;
    private Transaction transaction = NO_TRANSACTION;

    private Builder(String endpoint) {
      if (endpoint.isBlank()) {
        throw new IllegalArgumentException("endpoint must not be blank");
      }
      this.endpoint = endpoint;
    }

    /** Sets the number of the attempt, from 1; 1 unless set. */
    public Builder attempt(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("attempt must be at least 1, but was " + number);
      }
      attempt = number;
      return this;
    }

    /** Sets when the delivery arrived; the moment of {@link #build()} unless set. */
    public Builder receivedAt(Instant time) {
      receivedAt = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Sets whether the event is handled again on request; false unless set. */
    public Builder replay(boolean replay) {
      isReplay = replay;
      return this;
    }

    /** Sets whether a newer event of the subject was already handled; false unless set. */
    public Builder stale(boolean stale) {
      isStale = stale;
      return this;
    }

    /** Sets the transaction that handlers write in; none unless set. */
    public Builder transaction(Transaction writes) {
      transaction = Objects.requireNonNull(writes, "writes");
      return this;
    }

    /** Returns the context. */
    public EventContext build() {
      return new EventContext(this);
    }
  }
}
