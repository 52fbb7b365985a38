package dev.keyhook.events.smartphonekey;

import dev.keyhook.MissingFieldException;
import dev.keyhook.events.smartphonekey.model.AggregateType;
import dev.keyhook.internal.Printable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entity that a domain event belongs to, such as a lock, a user or a hub.
 *
 * <p>SmartphoneKey does not guarantee the order of deliveries. {@link #version()} increases with
 * every event of an aggregate, which shows whether an event is late. Immutable.
 */
public final class Aggregate {

  private final @Nullable String type;
  private final @Nullable String id;
  private final @Nullable Long version;
  private final @Nullable Instant timestamp;

  Aggregate(
      @Nullable String type,
      @Nullable String id,
      @Nullable Long version,
      @Nullable Instant timestamp) {
    this.type = type;
    this.id = id;
    this.version = version;
    this.timestamp = timestamp;
  }

  /**
   * Returns the kind of entity.
   *
   * @throws MissingFieldException if {@code /detail/aggregateType} is absent
   */
  public AggregateType type() {
    return AggregateType.of(required(type, "aggregateType"));
  }

  /**
   * Returns its identifier: a UUID, or in some of the vendor's samples a number as text.
   *
   * @throws MissingFieldException if {@code /detail/aggregateId} is absent
   */
  public String id() {
    return required(id, "aggregateId");
  }

  /**
   * Returns the number of this event in the history of the aggregate; later events have higher
   * ones.
   *
   * @throws MissingFieldException if {@code /detail/version} is absent
   */
  public long version() {
    return required(version, "version");
  }

  /**
   * Returns when the event was recorded, which may differ from the time in its data.
   *
   * @throws MissingFieldException if {@code /detail/timestamp} is absent
   */
  public Instant timestamp() {
    return required(timestamp, "timestamp");
  }

  private static <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new MissingFieldException("/detail/" + field);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Aggregate that
        && Objects.equals(type, that.type)
        && Objects.equals(id, that.id)
        && Objects.equals(version, that.version)
        && Objects.equals(timestamp, that.timestamp);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, id, version, timestamp);
  }

  @Override
  public String toString() {
    return Printable.of("Aggregate[type=%s, id=%s, version=%s]".formatted(type, id, version));
  }
}
