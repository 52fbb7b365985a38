package dev.keyhook.events.smartphonekey;

import static dev.keyhook.events.internal.Envelope.required;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One event of SmartphoneKey: the envelope of AWS EventBridge, and its data.
 *
 * <p>Other events of EventBridge, such as those of AWS services, have unrecognized data.
 * EventBridge delivers at least once and without a guaranteed order: {@link #id()} identifies
 * redeliveries, and {@link #sequence()} gives the order. Immutable, and safe for use by several
 * threads.
 */
public final class SmartphoneKeyEvent implements Event<SmartphoneKeyData> {

  private final SmartphoneKeyEnvelope envelope;

  SmartphoneKeyEvent(SmartphoneKeyEnvelope envelope) {
    this.envelope = envelope;
  }

  /**
   * Returns a builder of an event for a test.
   *
   * @param data made by a builder of the {@code model} package
   * @throws IllegalArgumentException if the data is unrecognized
   */
  public static SmartphoneKeyEventBuilder builder(SmartphoneKeyData data) {
    return new SmartphoneKeyEventBuilder(data);
  }

  @Override
  public String id() {
    return required(envelope.id(), "/id");
  }

  /**
   * Returns EventBridge's {@code detail-type}, such as {@code KeyAdded} or {@code Shadow Update}.
   */
  @Override
  public String type() {
    return envelope.type();
  }

  /**
   * Returns EventBridge's time of the event, in whole seconds; {@code data} may have a more exact
   * one.
   */
  @Override
  public Instant time() {
    return required(envelope.time(), "/time");
  }

  /**
   * Returns what the event is about: for a domain event, type and id of its {@linkplain
   * #aggregate() aggregate} exactly as received, such as {@code lock/4321}; for a {@code Shadow
   * Update}, the name of the thing.
   *
   * <p>Subjects are case-sensitive: {@code Lock/4321} is another subject.
   *
   * @return empty if the delivery has no such field or a blank one, as foreign events
   */
  @Override
  public Optional<String> subject() {
    return envelope.subject();
  }

  /**
   * Returns the version of the aggregate, which increases with each of its events.
   *
   * @return empty for {@code Shadow Update}, because a thing can have several shadows with separate
   *     versions, and for foreign events
   */
  @Override
  public OptionalLong sequence() {
    return envelope.sequence();
  }

  @Override
  public SmartphoneKeyData data() {
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
   * Returns who published the event: {@code spk.api}, {@code spk.iot.shadow}, or a source that the
   * vendor adds; {@code aws.} and a service's name for events of AWS.
   *
   * @throws MissingFieldException if the delivery has none
   */
  public String source() {
    return required(envelope.text(envelope.source), "/source");
  }

  /**
   * Returns the partner's organisation id, such as {@code acme-corp}.
   *
   * @return empty for a device that belongs to no organisation yet, and for foreign events
   */
  public Optional<String> partnerId() {
    return Optional.ofNullable(envelope.partnerId);
  }

  /**
   * Returns the aggregate of a domain event; empty for {@code Shadow Update} and foreign events.
   */
  public Optional<Aggregate> aggregate() {
    return Optional.ofNullable(envelope.aggregate());
  }

  /** Returns the AWS region that the event comes from, such as {@code eu-west-1}. */
  public Optional<String> region() {
    return Optional.ofNullable(envelope.text(envelope.region));
  }

  /** Returns the AWS account that published the event: digits, which may begin with zeros. */
  public Optional<String> account() {
    return Optional.ofNullable(envelope.text(envelope.account));
  }

  /** Returns the Amazon resource names (ARNs) that the event is about; usually none. */
  public List<String> resources() {
    return envelope.resources;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SmartphoneKeyEvent that && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return envelope.hashCode();
  }

  /** Returns type, id and time; unprintable characters in them as {@code ?}. */
  @Override
  public String toString() {
    return "SmartphoneKeyEvent" + envelope;
  }
}
