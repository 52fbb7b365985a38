package dev.keyhook.store;

import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.internal.event.EventIds;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated delivery of one event as an {@link Inbox} stores it: the exact bytes received,
 * and the columns that deduplicate and order it.
 *
 * <p>Of the request's headers only {@code Content-Type}, {@code User-Agent}, {@code X-Request-Id},
 * {@code traceparent} and {@code tracestate} are kept, and those that {@link #keepHeaders} names. A
 * credential is never kept, only its label. Immutable; {@code toString()} prints neither body nor
 * headers.
 */
public final class InboxEntry {

  private static final Set<String> KEPT_HEADERS =
      Set.of("content-type", "user-agent", "x-request-id", "traceparent", "tracestate");

  private final String endpoint;
  private final Instant receivedAt;
  private final VerifiedDelivery delivery;
  private final Set<String> keptHeaders;
  private final boolean isReadable;
  private final @Nullable String id;
  private final @Nullable String type;
  private final @Nullable String subject;
  private final @Nullable Instant time;
  private final OptionalLong sequence;

  private InboxEntry(
      String endpoint,
      Instant receivedAt,
      VerifiedDelivery delivery,
      Set<String> keptHeaders,
      @Nullable Event<?> event) {
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    this.receivedAt = Objects.requireNonNull(receivedAt, "receivedAt");
    this.delivery = Objects.requireNonNull(delivery, "delivery");
    this.keptHeaders = keptHeaders;
    this.isReadable = event != null;
    this.id = event == null ? null : EventIds.find(event);
    this.type = event == null ? null : event.type();
    this.subject = event == null ? null : event.subject().orElse(null);
    this.time = event == null ? null : timeOf(event);
    this.sequence = event == null ? OptionalLong.empty() : event.sequence();
  }

  private InboxEntry(InboxEntry entry, Set<String> keptHeaders) {
    this.endpoint = entry.endpoint;
    this.receivedAt = entry.receivedAt;
    this.delivery = entry.delivery;
    this.keptHeaders = keptHeaders;
    this.isReadable = entry.isReadable;
    this.id = entry.id;
    this.type = entry.type;
    this.subject = entry.subject;
    this.time = entry.time;
    this.sequence = entry.sequence;
  }

  /**
   * Returns the entry of a delivery that is a readable event.
   *
   * @param endpoint the receiver's name
   * @param receivedAt when the delivery arrived, by the receiver's clock
   * @param event the event in the delivery
   */
  public static InboxEntry of(
      String endpoint, Instant receivedAt, VerifiedDelivery delivery, Event<?> event) {
    return new InboxEntry(
        endpoint, receivedAt, delivery, KEPT_HEADERS, Objects.requireNonNull(event, "event"));
  }

  /**
   * Returns the entry of a delivery that could not be read as an event. It is kept, because it is
   * authentic and a later version may read it.
   *
   * @param endpoint the receiver's name
   * @param receivedAt when the delivery arrived, by the receiver's clock
   */
  public static InboxEntry unreadable(
      String endpoint, Instant receivedAt, VerifiedDelivery delivery) {
    return new InboxEntry(endpoint, receivedAt, delivery, KEPT_HEADERS, null);
  }

  /**
   * Returns this entry with further headers, which the vendor's parser reads.
   *
   * @param names in any letter case; must not name a header with a credential
   * @throws IllegalArgumentException for a {@linkplain VerifiedDelivery#isSecretHeader secret
   *     header} of the delivery
   */
  public InboxEntry keepHeaders(Set<String> names) {
    Set<String> kept = new TreeSet<>(keptHeaders);
    for (String name : names) {
      if (delivery.isSecretHeader(name)) {
        throw new IllegalArgumentException("The header " + name + " carries a credential");
      }
      kept.add(name.toLowerCase(Locale.ROOT));
    }
    return new InboxEntry(this, kept);
  }

  /** Returns the name of the receiver that accepted the delivery. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns when the delivery arrived, by the receiver's clock. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** Returns whether the delivery could be read as an event when it arrived. */
  public boolean isReadable() {
    return isReadable;
  }

  /**
   * Returns the event's id; empty if it has none, or a blank one. Without an id an entry is never a
   * duplicate.
   */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns the event's type; empty if the delivery is not {@linkplain #isReadable() readable}. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Returns what the event is about: entries of one endpoint and subject are handled in order. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Returns the event's number within its subject, if the vendor sends one. */
  public OptionalLong sequence() {
    return sequence;
  }

  /** Returns when the event happened, by the sender's clock, if the event says so. */
  public Optional<Instant> time() {
    return Optional.ofNullable(time);
  }

  /** Returns the label of the secret or key that authenticated the delivery. */
  public String credential() {
    return delivery.credential();
  }

  /** Returns the kept headers, names in lower case and alphabetical order; unmodifiable. */
  public SortedMap<String, List<String>> headers() {
    SortedMap<String, List<String>> headers = new TreeMap<>();
    for (String name : keptHeaders) {
      List<String> values = delivery.request().header(name);
      if (!values.isEmpty() && !delivery.isSecretHeader(name)) {
        headers.put(name, values);
      }
    }
    return Collections.unmodifiableSortedMap(headers);
  }

  /** Returns a read-only view of the exact bytes received, without copying them. */
  public ByteBuffer body() {
    return delivery.request().bodyBuffer();
  }

  @Override
  public String toString() {
    return "InboxEntry[" + endpoint + ", " + delivery.request().bodySize() + " bytes]";
  }

  private static @Nullable Instant timeOf(Event<?> event) {
    try {
      return event.time();
    } catch (MissingFieldException e) {
      return null;
    }
  }
}
