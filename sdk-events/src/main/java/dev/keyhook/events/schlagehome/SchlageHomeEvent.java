package dev.keyhook.events.schlagehome;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.internal.Printable;
import dev.keyhook.events.schlagehome.model.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of Schlage Home.
 *
 * <p>Allegion promises neither order nor that an event comes only once; a lock that was offline
 * reports its state late. Compare {@link #time()} per device before an older state overwrites a
 * newer one. Immutable, and safe to share between threads.
 */
public final class SchlageHomeEvent implements Event<SchlageHomeData> {

  private final Envelope envelope;
  private volatile @Nullable Payload payload;

  SchlageHomeEvent(Envelope envelope, @Nullable Payload payload) {
    this.envelope = envelope;
    this.payload = payload;
  }

  /**
   * Begins an event for a test, around data that a builder of the {@code model} package made.
   *
   * @throws IllegalArgumentException if the data is unrecognized
   */
  public static SchlageHomeEventBuilder builder(SchlageHomeData data) {
    return new SchlageHomeEventBuilder(data);
  }

  /**
   * Returns the vendor's {@code eventId}: opaque text, 32 hexadecimal digits where one was seen.
   */
  @Override
  public String id() {
    return required(envelope.id, "/eventId");
  }

  /** Returns the vendor's {@code trigger}, such as {@code DeviceLockStateChanged}. */
  @Override
  public String type() {
    return envelope.type;
  }

  @Override
  public Instant time() {
    return required(envelope.time, "/time");
  }

  @Override
  public SchlageHomeData data() {
    return payload().data;
  }

  @Override
  public boolean isRecognized() {
    return envelope.isRecognized;
  }

  @Override
  public RawJson raw() {
    return RawJson.wrap(envelope.body, 0, envelope.body.length);
  }

  @Override
  public List<Deviation> deviations() {
    return payload().deviations;
  }

  /**
   * Returns the identifier of the lock that the event is about.
   *
   * @throws MissingFieldException if the delivery carries none, as events about users may
   */
  public String deviceId() {
    return required(envelope.deviceId, "/deviceId");
  }

  /**
   * Returns the group of the event, such as {@code DeviceUpdate}: several {@linkplain #type()
   * types} share one.
   *
   * @throws MissingFieldException if the delivery carries none
   */
  public EventType eventType() {
    return EventType.of(required(envelope.eventType, "/eventType"));
  }

  /**
   * Returns which version of Schlage Home the event comes from, {@code 1.0} or {@code 2.0}.
   *
   * @return empty in deliveries from before 2024-09-04
   */
  public Optional<String> version() {
    return Optional.ofNullable(envelope.version);
  }

  private Payload payload() {
    Payload read = payload;
    if (read == null) {
      // Two threads may both do this; they get equal results.
      read = envelope.readPayload();
      payload = read;
    }
    return read;
  }

  private static <T> T required(@Nullable T value, String pointer) {
    if (value == null) {
      throw new MissingFieldException(pointer);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomeEvent that && raw().equals(that.raw());
  }

  @Override
  public int hashCode() {
    return raw().hashCode();
  }

  /** Returns type, id and time; control characters in them as {@code ?}. */
  @Override
  public String toString() {
    return Printable.of(
        "SchlageHomeEvent[type=%s, id=%s, time=%s]"
            .formatted(envelope.type, envelope.id, envelope.time));
  }

  /** The typed part of an event, with the deviations of the whole. */
  static final class Payload {

    final SchlageHomeData data;
    final List<Deviation> deviations;

    Payload(SchlageHomeData data, List<Deviation> deviations) {
      this.data = Objects.requireNonNull(data);
      this.deviations = deviations;
    }
  }
}
