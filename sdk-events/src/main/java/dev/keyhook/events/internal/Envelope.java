package dev.keyhook.events.internal;

import dev.keyhook.Deviation;
import dev.keyhook.Deviation.Kind;
import dev.keyhook.EventData;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.internal.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of one event: the part that all vendors have in common.
 *
 * <p>A parser fills it until {@link #complete}; afterwards it is safe for use by several threads.
 * The data is read from the body at the first access, unless the parser has read it. Two envelopes
 * are equal if their bodies are.
 *
 * @param <D> the vendor's data types
 */
public abstract class Envelope<D extends EventData> {

  private final JsonBody body;

  private @Nullable String type;
  private @Nullable String id;
  private @Nullable Instant time;

  private int dataOffset;
  private String dataPointer = "";
  private int deviationsBeforeData;

  private @Nullable D data;

  private boolean recognized;
  private List<Deviation> deviations = List.of();
  private volatile @Nullable Payload<D> payload;

  /** The data, with the deviations of the whole event. */
  private record Payload<D>(D data, List<Deviation> deviations) {}

  /** Creates an envelope without values. */
  protected Envelope(JsonBody body) {
    this.body = body;
  }

  // ---- For the parser

  /** Reads the event's type, which must be a text. */
  public final void readType(JsonReader in, int field) {
    type = in.textOnly(field);
  }

  /** Reads the event's identifier. */
  public final void readId(JsonReader in, int field) {
    id = in.text(field);
  }

  /** Reads when the event happened. */
  public final void readTime(JsonReader in, int field) {
    time = in.time(field);
  }

  /**
   * Sets the position of the object that contains the data. The last call counts.
   *
   * @param offset of its first byte in the body
   * @param pointer JSON pointer from the root of the body
   * @param deviations how many deviations were found before it
   */
  public final void dataIsAt(int offset, String pointer, int deviations) {
    dataOffset = offset;
    dataPointer = pointer;
    deviationsBeforeData = deviations;
  }

  /** Reads the data, which is the next value; nothing if this version has no class for the type. */
  public final @Nullable D readData(JsonReader in) {
    data = read(type(), in);
    return data;
  }

  /** Returns whether the data was read. */
  public final boolean isDataRead() {
    return data != null;
  }

  /**
   * Clears the position of the data, because the field is repeated with a value that is not an
   * object.
   */
  public final void dataIsMissing() {
    dataOffset = 0;
  }

  /** Returns whether an object that contains the data was found. */
  public final boolean hasData() {
    return dataOffset > 0;
  }

  /**
   * Ends the reading.
   *
   * @param isRecognized whether there is a class for the type
   * @param found where the body differs from the schema; without the data unless that was read
   */
  public final void complete(boolean isRecognized, List<Deviation> found) {
    recognized = isRecognized;
    deviations = found;
    payload = data == null ? null : new Payload<>(data, found);
  }

  // ---- For the event

  /** Returns the type; null only while the parser has not found one. */
  public final @Nullable String typeOrNull() {
    return type;
  }

  /** Returns the type. */
  public final String type() {
    return type == null ? "" : type;
  }

  /** Returns the identifier, null if there is none. */
  public final @Nullable String id() {
    return id;
  }

  /** Returns the time, null if there is none. */
  public final @Nullable Instant time() {
    return time;
  }

  /** Returns the data; it is read now if it was not yet. */
  public final D data() {
    return payload().data();
  }

  /** Returns whether this version has a class for the type. */
  public final boolean isRecognized() {
    return recognized;
  }

  /** Returns a copy of the body. */
  public final RawJson raw() {
    return body.raw();
  }

  /** Returns where the body differs from the schema; the data is read now if it was not yet. */
  public final List<Deviation> deviations() {
    return payload().deviations();
  }

  /**
   * Returns a value that the schema requires.
   *
   * @throws MissingFieldException if it is null
   */
  public static <T> T required(@Nullable T value, String pointer) {
    if (value == null) {
      throw new MissingFieldException(pointer);
    }
    return value;
  }

  /** Returns a text that is neither null nor blank; otherwise empty. */
  public static Optional<String> notBlank(@Nullable String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(text);
  }

  // ---- The data

  /** Returns the body. */
  public final JsonBody body() {
    return body;
  }

  /** Opens the data to read it again. */
  public final JsonReader reopenData() {
    return body.reopen(dataOffset, dataPointer);
  }

  /**
   * Reads data of a type.
   *
   * @return null if there is no class for it, and then nothing was read
   */
  protected abstract @Nullable D read(String type, JsonReader in);

  /** Returns data of a type that has no class. */
  protected abstract D unrecognized(LazyJson json);

  /**
   * Opens data that is nested one level deeper than in the schema. It is tried when the data has an
   * object that the schema does not have.
   *
   * @param pointer JSON pointer of the data from the root of the body
   * @param found where to add the deviations
   * @return null if it is not nested
   */
  protected @Nullable JsonReader reopenNestedData(String pointer, Deviations found) {
    return null;
  }

  private Payload<D> payload() {
    Payload<D> current = payload;
    if (current == null) {
      // Two threads may both do this; their results are equal.
      current = readPayload();
      payload = current;
    }
    return current;
  }

  private Payload<D> readPayload() {
    JsonReader in = reopenData();
    D read = recognized ? read(type(), in) : null;
    if (read == null) {
      in.skipValue();
      return new Payload<>(
          unrecognized(LazyJson.of(body.bytes(), dataOffset, in.offset())), deviations);
    }
    Deviations found = in.deviations();
    if (in.unknownObjects() > 0) {
      Deviations foundNested = new Deviations();
      foundNested.add(Kind.CONVERTED, dataPointer);
      JsonReader nested = reopenNestedData(dataPointer, foundNested);
      D nestedData = nested == null ? null : read(type(), nested);
      if (nestedData != null) {
        read = nestedData;
        found = foundNested;
      }
    }
    return new Payload<>(read, Deviations.insert(deviations, deviationsBeforeData, found.toList()));
  }

  // ---- Object

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Envelope<?> that
        && getClass() == that.getClass()
        && body.equals(that.body);
  }

  @Override
  public final int hashCode() {
    return body.hashCode();
  }

  /** Returns type, identifier and time, unprintable characters as {@code ?}. */
  @Override
  public final String toString() {
    return Printable.of("[type=%s, id=%s, time=%s]".formatted(type, id, time));
  }
}
