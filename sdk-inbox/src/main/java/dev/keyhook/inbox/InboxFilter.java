package dev.keyhook.inbox;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses events for {@link InboxAdmin}: those that meet all conditions. Immutable.
 *
 * <pre>{@code
 * InboxFilter.all().endpoint("smartphonekey").type("KeyAdded").since(yesterday).deadLetters()
 * }</pre>
 *
 * @param endpoint the receiver that stored the events; null for any
 * @param id the id of the event; null for any
 * @param lane the key of their lane, as in {@link InboxEvent#lane}; null for any
 * @param position the position in its lane, as in {@link InboxEvent#position}; null for any
 * @param subject what the events are about; null for any
 * @param type the vendor's name for the type; null for any
 * @param since the earliest arrival, inclusive; null for no limit
 * @param until the latest arrival, exclusive; null for no limit
 * @param isDeadLetter whether only dead letters are chosen
 */
public record InboxFilter(
    @Nullable String endpoint,
    @Nullable String id,
    @Nullable String lane,
    @Nullable Long position,
    @Nullable String subject,
    @Nullable String type,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean isDeadLetter) {

  private static final Pattern LANE = Pattern.compile("[0-9a-f]{32}");

  /**
   * Creates a filter.
   *
   * @throws IllegalArgumentException if the lane is not 32 hexadecimal digits in lower case
   */
  public InboxFilter {
    if (lane != null && !LANE.matcher(lane).matches()) {
      throw new IllegalArgumentException(
          "lane must be 32 hexadecimal digits in lower case, as InboxEvent.lane() returns");
    }
  }

  /** Returns a filter that chooses all events. */
  public static InboxFilter all() {
    return new InboxFilter(null, null, null, null, null, null, null, null, false);
  }

  /** Returns a filter that chooses one event, even if it has no id or is not readable. */
  public static InboxFilter of(InboxEvent event) {
    return all().lane(event.lane()).position(event.position());
  }

  /** Chooses events of one endpoint. */
  public InboxFilter endpoint(String name) {
    Objects.requireNonNull(name, "name");
    return new InboxFilter(name, id, lane, position, subject, type, since, until, isDeadLetter);
  }

  /** Chooses the event with an id; its newest copy, if it was replayed. */
  public InboxFilter id(String eventId) {
    Objects.requireNonNull(eventId, "eventId");
    return new InboxFilter(
        endpoint, eventId, lane, position, subject, type, since, until, isDeadLetter);
  }

  /**
   * Chooses events of a lane by its key, also of a lane without a subject.
   *
   * @param key as {@link InboxEvent#lane} returns
   * @throws IllegalArgumentException if it is not 32 hexadecimal digits in lower case
   */
  public InboxFilter lane(String key) {
    Objects.requireNonNull(key, "key");
    return new InboxFilter(endpoint, id, key, position, subject, type, since, until, isDeadLetter);
  }

  /** Chooses events by their position in their lane: with a lane, one event. */
  public InboxFilter position(long inLane) {
    return new InboxFilter(endpoint, id, lane, inLane, subject, type, since, until, isDeadLetter);
  }

  /** Chooses events about a subject: with an endpoint, one lane. */
  public InboxFilter subject(String about) {
    Objects.requireNonNull(about, "about");
    return new InboxFilter(endpoint, id, lane, position, about, type, since, until, isDeadLetter);
  }

  /** Chooses events of a type, by the vendor's name for it. */
  public InboxFilter type(String name) {
    Objects.requireNonNull(name, "name");
    return new InboxFilter(endpoint, id, lane, position, subject, name, since, until, isDeadLetter);
  }

  /** Chooses events that arrived at or after a time, by the receiver's clock. */
  public InboxFilter since(Instant earliest) {
    Objects.requireNonNull(earliest, "earliest");
    return new InboxFilter(
        endpoint, id, lane, position, subject, type, earliest, until, isDeadLetter);
  }

  /** Chooses events that arrived before a time, by the receiver's clock. */
  public InboxFilter until(Instant latest) {
    Objects.requireNonNull(latest, "latest");
    return new InboxFilter(
        endpoint, id, lane, position, subject, type, since, latest, isDeadLetter);
  }

  /** Chooses dead letters only. */
  public InboxFilter deadLetters() {
    return new InboxFilter(endpoint, id, lane, position, subject, type, since, until, true);
  }

  /** Omits all text from the sender. */
  @Override
  public String toString() {
    return "InboxFilter[" + (isDeadLetter ? "dead letters]" : "any state]");
  }
}
