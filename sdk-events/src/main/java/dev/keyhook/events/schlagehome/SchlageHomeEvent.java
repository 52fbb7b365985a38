package dev.keyhook.events.schlagehome;

import static dev.keyhook.events.internal.Envelope.required;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.internal.Envelope;
import dev.keyhook.events.schlagehome.model.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of Schlage Home.
 *
 * <p>Allegion guarantees neither order nor a single delivery; a lock that was offline reports its
 * state late. Compare {@link #time()} for each device, so that an older state does not overwrite a
 * newer one. Events in the form of version 1 have unrecognized data, no {@link #time()} and no
 * {@link #eventType()}; their {@link #type()} is the cause, such as {@code Thumbturn}. Immutable,
 * and safe for use by several threads.
 */
public final class SchlageHomeEvent implements Event<SchlageHomeData> {

  private final SchlageHomeEnvelope envelope;

  SchlageHomeEvent(SchlageHomeEnvelope envelope) {
    this.envelope = envelope;
  }

  /**
   * Returns a builder of an event for a test.
   *
   * @param data made by a builder of the {@code model} package
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
    return required(envelope.id(), "/eventId");
  }

  /** Returns the vendor's {@code trigger}, such as {@code DeviceLockStateChanged}. */
  @Override
  public String type() {
    return envelope.type();
  }

  @Override
  public Instant time() {
    return required(envelope.time(), "/time");
  }

  /**
   * Returns the identifier of the lock that the event is about.
   *
   * @return empty if the delivery has none, which is possible for events about users
   */
  @Override
  public Optional<String> subject() {
    return Envelope.notBlank(envelope.deviceId);
  }

  @Override
  public SchlageHomeData data() {
    return envelope.data();
  }

  @Override
  public boolean isRecognized() {
    return envelope.isRecognized();
  }

  @Override
  public RawJson raw() {
    return envelope.raw();
  }

  @Override
  public List<Deviation> deviations() {
    return envelope.deviations();
  }

  /**
   * Returns the identifier of the lock that the event is about.
   *
   * @throws MissingFieldException if the delivery has none, which is possible for events about
   *     users
   */
  public String deviceId() {
    return required(envelope.deviceId, "/deviceId");
  }

  /**
   * Returns the group of the event, such as {@code DeviceUpdate}: several {@linkplain #type()
   * types} share one.
   *
   * @throws MissingFieldException if the delivery has none
   */
  public EventType eventType() {
    return EventType.of(required(envelope.eventType, "/eventType"));
  }

  /**
   * Returns which version of Schlage Home the event comes from, {@code 1.0} or {@code 2.0}.
   *
   * @return empty in deliveries from before 2024-09-04, except in the form of version 1
   */
  public Optional<String> version() {
    return Optional.ofNullable(envelope.version);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomeEvent that && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return envelope.hashCode();
  }

  /** Returns type, id and time; unprintable characters in them as {@code ?}. */
  @Override
  public String toString() {
    return "SchlageHomeEvent" + envelope;
  }
}
