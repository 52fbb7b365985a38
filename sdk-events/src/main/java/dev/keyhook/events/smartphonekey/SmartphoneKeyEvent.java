package dev.keyhook.events.smartphonekey;

import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.internal.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event of SmartphoneKey: the frame that AWS EventBridge puts around it, and its data.
 *
 * <p>Any event of EventBridge can be one, also an AWS service's: its data is unrecognized then.
 * EventBridge delivers at least once and in no promised order; {@link #id()} tells a repetition,
 * {@link Aggregate#version()} the order. Immutable, and safe to share between threads.
 */
public final class SmartphoneKeyEvent implements Event<SmartphoneKeyData> {

  private final Envelope envelope;
  private volatile @Nullable Payload payload;

  SmartphoneKeyEvent(Envelope envelope, @Nullable Payload payload) {
    this.envelope = envelope;
    this.payload = payload;
  }

  /**
   * Begins an event for a test, around data that a builder of the {@code model} package made.
   *
   * @throws IllegalArgumentException if the data is unrecognized
   */
  public static SmartphoneKeyEventBuilder builder(SmartphoneKeyData data) {
    return new SmartphoneKeyEventBuilder(data);
  }

  @Override
  public String id() {
    return required(envelope.id, "/id");
  }

  /**
   * Returns EventBridge's {@code detail-type}, such as {@code KeyAdded} or {@code Shadow Update}.
   */
  @Override
  public String type() {
    return envelope.type;
  }

  /** Returns when EventBridge says it happened, to the second; {@code data} may be more exact. */
  @Override
  public Instant time() {
    return required(envelope.time, "/time");
  }

  @Override
  public SmartphoneKeyData data() {
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
   * Returns who published the event: {@code spk.api}, {@code spk.iot.shadow}, or a source that the
   * vendor adds; {@code aws.} and a service's name for events of AWS.
   *
   * @throws MissingFieldException if the delivery carries none
   */
  public String source() {
    return required(envelope.text(envelope.source), "/source");
  }

  /**
   * Returns whose event it is: the partner's organisation id, such as {@code acme-corp}.
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
    return other instanceof SmartphoneKeyEvent that && raw().equals(that.raw());
  }

  @Override
  public int hashCode() {
    return raw().hashCode();
  }

  /** Returns type, id and time; control characters in them as {@code ?}. */
  @Override
  public String toString() {
    return Printable.of(
        "SmartphoneKeyEvent[type=%s, id=%s, time=%s]"
            .formatted(envelope.type, envelope.id, envelope.time));
  }

  /** The typed part of an event, with the deviations of the whole. */
  static final class Payload {

    final SmartphoneKeyData data;
    final List<Deviation> deviations;

    Payload(SmartphoneKeyData data, List<Deviation> deviations) {
      this.data = Objects.requireNonNull(data);
      this.deviations = deviations;
    }
  }
}
