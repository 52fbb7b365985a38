package dev.keyhook.events.internal;

import dev.keyhook.Deviation.Kind;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Moves through one body in a single pass: into objects and arrays, from field to field, over
 * values.
 *
 * <p>It knows which {@link Fields} an object should have, and adds to the {@link #deviations} which
 * ones are missing, unknown, repeated or null.
 *
 * <p>All methods throw {@link MalformedEventException} when the bytes turn out not to be JSON. Not
 * safe for use by several threads.
 */
public class JsonCursor {

  private static final Fields NONE = Fields.of();

  final byte[] body;
  final JsonScanner in;
  private final String root;
  private final Deviations deviations;
  private Frame frame = new Frame(null, NONE, false);
  private int unknownObjects;

  /** An object or array that is being read. Of its fields, bit 1 is the first, and so on. */
  private static final class Frame {

    final @Nullable Frame outer;
    final Fields fields;
    final boolean tolerant;
    boolean begun;
    String name = "";
    int field;
    long seen;
    long nulls;
    long present;

    /** Index of the current element of an array; -1 in an object. */
    int index = -1;

    Frame(@Nullable Frame outer, Fields fields, boolean tolerant) {
      this.outer = outer;
      this.fields = fields;
      this.tolerant = tolerant;
    }
  }

  JsonCursor(byte[] body, int position, int maxDepth, String root, Deviations deviations) {
    this.body = body;
    this.in = new JsonScanner(body, position, maxDepth);
    this.root = root;
    this.deviations = deviations;
  }

  /** Returns where the document differs from the schema, as far as it was read. */
  public final Deviations deviations() {
    return deviations;
  }

  /** Returns the JSON pointer (RFC 6901) of the current value, or of the object just ended. */
  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Frame at = frame; at.outer != null; at = at.outer) {
      String step =
          at.index >= 0
              ? Integer.toString(at.index)
              : at.name.replace("~", "~0").replace("/", "~1");
      pointer.insert(0, step).insert(0, '/');
    }
    return pointer.insert(0, root).toString();
  }

  /** Adds a deviation of the current value. */
  final void note(Kind kind) {
    if (!frame.tolerant && !deviations.isFull()) {
      deviations.add(kind, pointer());
    }
  }

  // ---- The document

  /**
   * Moves to the start of the document, which should be an object.
   *
   * @return whether it is one; if not, the document was read to its end and is JSON
   * @throws MalformedEventException also if the document is empty
   */
  public final boolean tryStartDocument() {
    if (in.peek() == 0 && in.position() == body.length) {
      throw new MalformedEventException(Reason.EMPTY, body.length, "The body is empty");
    }
    if (in.kind() == '{') {
      return true;
    }
    in.skipValue();
    endDocument();
    return false;
  }

  /** Checks that nothing follows the document. */
  public final void endDocument() {
    in.peek();
    if (in.position() < body.length) {
      throw new MalformedEventException(
          Reason.TRAILING_BYTES, in.position(), "More bytes follow after the JSON document");
    }
  }

  /** Returns the offset of the next value, name or bracket in the body. */
  public final int offset() {
    in.peek();
    return in.position();
  }

  /** Skips the next value. */
  public final void skipValue() {
    in.skipValue();
  }

  // ---- Objects

  /** Enters the object that is the next value. */
  public final void enterObject(Fields fields) {
    in.enter();
    push(fields, frame.tolerant);
  }

  /** Enters the object that is the next value. Its type is unknown, so it has no deviations. */
  public final void enterTolerantObject(Fields fields) {
    in.enter();
    push(fields, true);
  }

  /** Treats the next value as that of a field, without a deviation. */
  public final void startTolerantValue() {
    push(NONE, true);
  }

  private void push(Fields fields, boolean tolerant) {
    frame = new Frame(frame, fields, tolerant);
  }

  private void pop() {
    if (frame.outer != null) {
      frame = frame.outer;
    }
  }

  /** Moves to the next field of the object; false at its end. */
  public final boolean nextField() {
    Frame object = frame;
    int next = in.peek();
    if (next == '}') {
      in.leave();
      return false;
    }
    if (object.begun) {
      in.take(',');
      next = in.peek();
    }
    object.begun = true;
    if (next != '"') {
      throw in.unexpected();
    }
    // Senders keep the order of fields, so the next name is usually the expected one.
    byte[] expected = object.fields.utf8After(object.field);
    object.name =
        expected != null && in.takeName(expected)
            ? object.fields.name(object.field + 1)
            : otherName(object.fields);
    in.take(':');
    return true;
  }

  private String otherName(Fields fields) {
    int from = in.position();
    in.skipText();
    if (!in.wasEscaped()) {
      String known = fields.find(body, from + 1, in.position() - 1);
      if (known != null) {
        return known;
      }
    }
    return new JsonScanner(body, from, 0).text();
  }

  /** Returns the name of the current field. */
  public final String name() {
    return frame.name;
  }

  /** Skips the value of a field that the schema does not have. */
  public final void skipUnknown() {
    note(Kind.UNKNOWN_FIELD);
    if (in.kind() == '{') {
      unknownObjects++;
    }
    in.skipValue();
  }

  /** Returns how many objects were skipped in fields that the schema does not have. */
  public final int unknownObjects() {
    return unknownObjects;
  }

  /**
   * Ends the object, after {@link #nextField} returned false, and notes which required fields were
   * missing.
   *
   * @return the object's JSON pointer if a required field has no value, for the error of its
   *     accessor; otherwise the empty text
   */
  public final String endObject() {
    Frame ended = frame;
    pop();
    long absent = ended.fields.required & ~ended.present;
    if (absent == 0) {
      return "";
    }
    String pointer = pointer();
    long missing = ended.tolerant ? 0 : absent & ~ended.seen;
    for (int field = 1; missing != 0; field++) {
      if ((missing & (1L << field)) != 0) {
        missing &= ~(1L << field);
        deviations.add(Kind.MISSING_FIELD, pointer + "/" + ended.fields.name(field));
      }
    }
    return pointer;
  }

  // ---- Arrays

  /** Enters the array that is the next value. */
  final void enterArray() {
    enterObject(frame.fields);
    frame.index = 0;
  }

  /** Moves to the next element of the array; false at its end, and the array is left. */
  final boolean nextElement() {
    if (in.peek() == ']') {
      in.leave();
      pop();
      return false;
    }
    if (frame.begun) {
      in.take(',');
      frame.index++;
    }
    frame.begun = true;
    return true;
  }

  // ---- Fields

  /**
   * Moves to the value of the current field, and returns its kind. A null has already been
   * recorded.
   */
  final int startValue(int field) {
    Frame object = frame;
    long bit = 1L << field;
    if ((object.seen & bit) != 0) {
      note(Kind.DUPLICATE_FIELD);
      object.present &= ~bit;
      object.nulls &= ~bit;
    }
    object.seen |= bit;
    object.field = field;
    int kind = in.kind();
    if (kind == 'n') {
      object.nulls |= bit;
      if ((object.fields.nullable & bit) == 0) {
        note((object.fields.required & bit) == 0 ? Kind.UNEXPECTED_NULL : Kind.MISSING_FIELD);
      }
    }
    return kind;
  }

  /** Records that a field has a value. */
  final void markPresent(int field) {
    frame.present |= 1L << field;
  }

  /** Returns whether the current object has a field and it is null. */
  public final boolean isNull(int field) {
    return (frame.nulls & (1L << field)) != 0;
  }
}
