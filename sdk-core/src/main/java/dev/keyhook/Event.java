package dev.keyhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened at a vendor's platform, as described by one webhook delivery.
 *
 * <p>Every delivery that is a JSON object with a type is an event, even if this version does not
 * know all of it: unknown types have {@linkplain #isRecognized() unrecognized} data, unknown fields
 * stay in {@link #raw()}, and every difference from the schema is listed in {@link #deviations()}.
 * Events are immutable and safe to share between threads. They are equal when their bytes are.
 *
 * <p>{@code toString()} names type, id and time, and never prints data.
 *
 * @param <D> the vendor's data types
 */
public interface Event<D extends EventData> {

  /**
   * Returns the identifier that the sender gave this event; a redelivery has the same one.
   *
   * @return opaque text, not necessarily a UUID
   * @throws MissingFieldException if the delivery has none
   */
  String id();

  /**
   * Returns the vendor's own name for the kind of event, which chooses the class of {@link
   * #data()}.
   *
   * @return the name exactly as received, never empty
   */
  String type();

  /**
   * Returns when the event happened, by the sender's clock.
   *
   * @throws MissingFieldException if the delivery has no time, or an unreadable one
   */
  Instant time();

  /**
   * Returns what the event is about, such as {@code lock/4321}: CloudEvents' {@code subject}.
   *
   * <p>It is the unit of ordering: an inbox handles the events of one endpoint and subject one
   * after the other.
   *
   * @return empty if the delivery does not say what it is about
   */
  Optional<String> subject();

  /**
   * Returns a number that increases with each event of the same {@link #subject()}, so that late
   * events can be recognised.
   *
   * @return empty if the vendor does not send such a number
   */
  default OptionalLong sequence() {
    return OptionalLong.empty();
  }

  /**
   * Returns the part of the event whose class depends on the {@link #type()}.
   *
   * @return data of the class that {@link #type()} chooses; of a hidden class if this version has
   *     none for the type
   */
  D data();

  /**
   * Returns whether this version has a class for the {@link #type()}; if not, the content is in
   * {@link #raw()} only.
   */
  boolean isRecognized();

  /** Returns the delivery's body, byte for byte. */
  RawJson raw();

  /**
   * Returns where the delivery differs from the schema this version was built from, or an empty
   * list.
   *
   * @return an unmodifiable list of at most 100 entries; further differences are not listed
   */
  List<Deviation> deviations();
}
