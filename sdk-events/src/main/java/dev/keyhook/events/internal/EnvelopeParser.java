package dev.keyhook.events.internal;

import dev.keyhook.Event;
import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.internal.event.DeferringParser;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads a body as the envelope of an event. Data is read in the same pass if the envelope names its
 * type before it, as vendors do. If a field is repeated whose value was read already, the body is
 * read again in another {@link Pass}, because only the last value counts. So events are the same
 * whether or not their data was deferred.
 *
 * @param <E> the vendor's event class
 * @param <V> the vendor's envelope class
 */
public abstract class EnvelopeParser<E extends Event<?>, V extends Envelope<?>>
    implements DeferringParser<E> {

  /** What a pass reads. If one pass fails because of a repeated field, the next one is used. */
  protected enum Pass {
    /** Everything. */
    WITH_DATA,
    /** Everything except the data, so that the data may be repeated. */
    WITHOUT_DATA,
    /** Only the fields of the outermost object, so that any of them may be repeated. */
    OUTERMOST
  }

  private final JsonLimits limits;
  private final Predicate<String> deferred;

  /**
   * Creates a parser.
   *
   * @param deferred types whose data is read at the first access
   */
  protected EnvelopeParser(JsonLimits limits, Predicate<String> deferred) {
    this.limits = limits;
    this.deferred = deferred;
  }

  @Override
  public final E parse(VerifiedDelivery delivery) {
    return read(delivery.body());
  }

  @Override
  public final E parseUnverified(byte[] body) {
    return read(body.clone());
  }

  @Override
  public final List<VerifiedDelivery> split(VerifiedDelivery delivery) {
    return ArrayOfEvents.split(delivery, limits);
  }

  @Override
  public final DeferringParser<E> deferring(Predicate<String> types) {
    return withDeferred(limits, types);
  }

  private E read(byte[] bytes) {
    JsonBody body = new JsonBody(bytes, limits);
    V envelope = newEnvelope(body);
    Pass pass = Pass.WITH_DATA;
    while (!readDocument(envelope, pass)) {
      envelope = newEnvelope(body);
      pass = pass == Pass.WITH_DATA ? Pass.WITHOUT_DATA : Pass.OUTERMOST;
    }
    return event(envelope);
  }

  private boolean readDocument(V envelope, Pass pass) {
    JsonReader in = envelope.body().open();
    if (!in.tryStartDocument()) {
      throw new MalformedEventException(
          Reason.NOT_AN_OBJECT,
          0,
          "The body is JSON, but not an object as every event is; call split(...) first if it may"
              + " be an array of at most 1,000 events");
    }
    return readEnvelope(in, envelope, pass);
  }

  /** Returns whether data of a type is read at the first access. */
  protected final boolean isDeferred(String type) {
    return deferred.test(type);
  }

  /** Returns the error for an object that names no type. */
  protected static MalformedEventException noType(String field) {
    return new MalformedEventException(
        Reason.NO_TYPE, 0, "The JSON object has no text " + field + ", as every event has");
  }

  /** Returns the error for an object without the object that contains the data. */
  protected static MalformedEventException noPayload(String field) {
    return new MalformedEventException(
        Reason.NO_PAYLOAD, 0, "The JSON object has no object " + field + ", as every event has");
  }

  /** Returns the same parser with other types deferred. */
  protected abstract EnvelopeParser<E, V> withDeferred(JsonLimits limits, Predicate<String> types);

  /** Returns an envelope to fill. */
  protected abstract V newEnvelope(JsonBody body);

  /**
   * Reads the whole document, and completes the envelope.
   *
   * @return false if something was read that does not count, because a field was repeated; never
   *     false in the last pass
   */
  protected abstract boolean readEnvelope(JsonReader in, V envelope, Pass pass);

  /** Returns the event of a complete envelope. */
  protected abstract E event(V envelope);
}
