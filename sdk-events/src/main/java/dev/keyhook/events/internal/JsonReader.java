package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Deviation.Kind;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body in a single pass: fields by name, values in whatever JSON type they arrive.
 *
 * <p>An object is read between {@link #beginObject} and {@link #endObject}. In between, {@link
 * #hasNext} goes to the next field, and exactly one of the value methods takes its value. The value
 * methods never fail on a value: one that cannot be read counts as absent, and every difference
 * from the {@link Fields} of the object becomes one of the {@link #deviations}.
 *
 * <p>All methods throw {@link MalformedEventException} when the bytes turn out to be no JSON. Not
 * safe for more than one thread.
 */
public final class JsonReader {

  /** Longest text that is tried as a number: more than the digits of any {@code long}. */
  private static final int MAX_NUMBER_TEXT = 64;

  private final byte[] body;
  private final JsonScanner in;
  private final String root;
  private Frame frame = new Frame(null, Fields.of());
  private final Deviations deviations;

  /** An object or array that is being read. Of its fields, bit 1 is the first, and so on. */
  private static final class Frame {

    final @Nullable Frame outer;
    final Fields fields;
    boolean tolerant;
    boolean begun;
    String name = "";
    int field;
    long seen;
    long nulls;
    long present;

    /** Index of the current element of an array; -1 in an object. */
    int index = -1;

    Frame(@Nullable Frame outer, Fields fields) {
      this.outer = outer;
      this.fields = fields;
    }
  }

  JsonReader(byte[] body, int position, int maxDepth, String root, Deviations deviations) {
    this.deviations = deviations;
    this.body = body;
    this.in = new JsonScanner(body, position, maxDepth);
    this.root = root;
  }

  // ---- The document

  /**
   * Goes to the beginning of the document, which should be an object.
   *
   * @return whether it is one; if not, the document has been read to its end and is JSON
   * @throws MalformedEventException also if the document is empty
   */
  public boolean startDocument() {
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

  /** Makes sure that nothing follows the document. */
  public void endDocument() {
    in.peek();
    if (in.position() < body.length) {
      throw new MalformedEventException(
          Reason.TRAILING_BYTES, in.position(), "More bytes follow after the JSON document");
    }
  }

  /** Returns where the document differs from the schema, as far as it has been read. */
  public Deviations deviations() {
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

  // ---- Objects

  /** Begins to read the object at which the reader stands. */
  public void beginObject(Fields fields) {
    boolean tolerant = frame.tolerant;
    in.enter();
    frame = new Frame(frame, fields);
    frame.tolerant = tolerant;
  }

  /** Begins to read an object of an unknown type: nothing in it is a deviation. */
  public void beginTolerantObject(Fields fields) {
    in.enter();
    beginTolerant(fields);
  }

  /** Begins to read the value at which the reader stands as if it were a field's. */
  public void beginTolerant(Fields fields) {
    frame = new Frame(frame, fields);
    frame.tolerant = true;
  }

  /** Goes to the next field of the object; false at its end. */
  public boolean hasNext() {
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
    // Senders keep the order of fields, so the name that comes is mostly the expected one.
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
  public String name() {
    return frame.name;
  }

  /**
   * Ends the object, and notes which required fields were missing.
   *
   * @return the object's JSON pointer if a required field has no value; otherwise the empty text,
   *     since nobody will ask for it
   */
  public String endObject() {
    Frame ended = frame;
    leaveFrame();
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

  private void leaveFrame() {
    if (frame.outer != null) {
      frame = frame.outer;
    }
  }

  /** Leaves out a field that the schema does not have. */
  public void skipUnknown() {
    note(Kind.UNKNOWN_FIELD);
    skipValue();
  }

  /** Leaves out the value at which the reader stands. */
  public void skipValue() {
    in.skipValue();
  }

  /** Returns the offset in the body at which the reader stands. */
  public int offset() {
    in.peek();
    return in.position();
  }

  // ---- Values

  /** Takes a text, and nothing else for it. */
  public @Nullable String textOnly(int field) {
    int kind = value(field);
    if (kind != '"') {
      unreadable(kind);
      return null;
    }
    has(field);
    return in.text();
  }

  /** Takes a text; numbers and booleans are taken as their text. */
  public @Nullable String text(int field) {
    int kind = value(field);
    if (kind == '"') {
      has(field);
      return in.text();
    }
    if (!isScalar(kind)) {
      unreadable(kind);
      return null;
    }
    converted(field);
    return scalar();
  }

  /** Says whether a value that is no text can be taken as one. */
  private static boolean isScalar(int kind) {
    return kind == JsonScanner.NUMBER || kind == 't' || kind == 'f';
  }

  private String scalar() {
    int from = in.position();
    in.skipValue();
    return in.ascii(from);
  }

  /**
   * Takes a text that is expected to be always the same.
   *
   * @param expected what the schema has; another text is a deviation
   */
  public @Nullable String constant(int field, String expected) {
    String text = text(field);
    if (text == null || text.equals(expected)) {
      return text == null ? null : expected;
    }
    note(Kind.UNKNOWN_VALUE);
    return text;
  }

  /**
   * Passes over a text without making one, to be read later with {@link JsonInput#textAt}.
   *
   * @return the offset of the value in the body, or -1 if it is absent
   */
  public int textOffset(int field) {
    int kind = value(field);
    int offset = in.position();
    if (kind == '"') {
      has(field);
      in.skipText();
      return offset;
    }
    if (!isScalar(kind)) {
      unreadable(kind);
      return -1;
    }
    converted(field);
    in.skipValue();
    return offset;
  }

  /**
   * Says whether the value is an object, which is to be begun or skipped next; if not, it is gone.
   */
  public boolean isObject(int field) {
    int kind = value(field);
    if (kind != '{') {
      unreadable(kind);
      return false;
    }
    has(field);
    return true;
  }

  /** Goes into an array, to be read with {@link #hasNextObject}; false if the value is none. */
  public boolean isArray(int field) {
    int kind = value(field);
    if (kind != '[') {
      unreadable(kind);
      return false;
    }
    has(field);
    beginObject(frame.fields);
    frame.index = 0;
    return true;
  }

  /** Goes to the next element of an array that is an object; others are left out. */
  public boolean hasNextObject() {
    while (hasNextElement()) {
      int kind = in.kind();
      if (kind == '{') {
        return true;
      }
      unreadableElement(kind);
    }
    return false;
  }

  private boolean hasNextElement() {
    if (in.peek() == ']') {
      in.leave();
      leaveFrame();
      return false;
    }
    if (frame.begun) {
      in.take(',');
      frame.index++;
    }
    frame.begun = true;
    return true;
  }

  private void unreadableElement(int kind) {
    note(kind == 'n' ? Kind.UNEXPECTED_NULL : Kind.UNREADABLE);
    in.skipValue();
  }

  /** Takes an array of texts; numbers and booleans are taken as their text, others are left out. */
  public @Nullable List<String> texts(int field) {
    if (!isArray(field)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    while (hasNextElement()) {
      int kind = in.kind();
      if (kind == '"') {
        texts.add(in.text());
      } else if (isScalar(kind)) {
        note(Kind.CONVERTED);
        texts.add(scalar());
      } else {
        unreadableElement(kind);
      }
    }
    return List.copyOf(texts);
  }

  /** Takes a whole number: 4321, 4321.0 and "4321" are all 4321. */
  public @Nullable Long integer(int field) {
    int kind = value(field);
    if (kind == JsonScanner.NUMBER) {
      int from = in.position();
      in.skipNumber();
      if (in.isWhole()) {
        has(field);
        return in.number();
      }
      return wholeOrUnreadable(field, in.ascii(from), isPlain(from));
    }
    if (kind == '"') {
      return wholeOrUnreadable(field, in.text(), false);
    }
    unreadable(kind);
    return null;
  }

  /** Takes a number; one beyond the range of a {@code double} cannot be read. */
  public @Nullable Double number(int field) {
    int kind = value(field);
    if (kind != JsonScanner.NUMBER && kind != '"') {
      unreadable(kind);
      return null;
    }
    BigDecimal number = decimal(kind == '"' ? in.text() : scalar());
    double value = number == null ? Double.NaN : number.doubleValue();
    if (!Double.isFinite(value)) {
      note(Kind.UNREADABLE);
      return null;
    }
    if (kind == '"') {
      note(Kind.CONVERTED);
    }
    has(field);
    return value;
  }

  /** Takes true or false; the texts "true" and "false" in any letter case are converted. */
  public @Nullable Boolean bool(int field) {
    return bool(field, true);
  }

  /** Takes true or false from a field whose schema has both the boolean and the text. */
  public @Nullable Boolean boolOrText(int field) {
    return bool(field, false);
  }

  private @Nullable Boolean bool(int field, boolean textDeviates) {
    int kind = value(field);
    if (kind == 't' || kind == 'f') {
      has(field);
      in.skipValue();
      return kind == 't';
    }
    if (kind != '"') {
      unreadable(kind);
      return null;
    }
    String text = in.text();
    boolean isTrue = text.equalsIgnoreCase("true");
    if (!isTrue && !text.equalsIgnoreCase("false")) {
      note(Kind.UNREADABLE);
      return null;
    }
    if (textDeviates) {
      note(Kind.CONVERTED);
    }
    has(field);
    return isTrue;
  }

  /** Takes a time whose documented form is ISO-8601 text. */
  public @Nullable Instant time(int field) {
    int kind = value(field);
    if (kind == '"') {
      int from = in.position() + 1;
      in.skipText();
      Instant time = in.wasEscaped() ? null : IsoTime.parse(body, from, in.position() - 1 - from);
      if (time != null) {
        has(field);
        return time;
      }
      return otherTime(field, new JsonScanner(body, from - 1, 0).text(), false);
    }
    return numericTime(field, kind, false);
  }

  /** Takes a time whose documented form is a number, the milliseconds since 1970-01-01T00:00Z. */
  public @Nullable Instant epochMillis(int field) {
    int kind = value(field);
    if (kind == '"') {
      return otherTime(field, in.text(), true);
    }
    return numericTime(field, kind, true);
  }

  /** Takes a time from a text that is not in the common form, or not where text is documented. */
  private @Nullable Instant otherTime(int field, String text, boolean deviates) {
    byte[] utf8 = text.getBytes(UTF_8);
    Instant time = IsoTime.parse(utf8, 0, utf8.length);
    if (time == null) {
      Long millis = wholeOrUnreadable(field, text, false);
      return millis == null ? null : Instant.ofEpochMilli(millis);
    }
    if (deviates) {
      note(Kind.CONVERTED);
    }
    has(field);
    return time;
  }

  private @Nullable Instant numericTime(int field, int kind, boolean documented) {
    if (kind != JsonScanner.NUMBER) {
      unreadable(kind);
      return null;
    }
    int from = in.position();
    in.skipNumber();
    if (in.isWhole()) {
      if (!documented) {
        note(Kind.CONVERTED);
      }
      has(field);
      return Instant.ofEpochMilli(in.number());
    }
    Long millis = wholeOrUnreadable(field, in.ascii(from), documented && isPlain(from));
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** Takes an object as it is; other values are taken, too. */
  public @Nullable LazyJson object(int field) {
    int kind = value(field);
    if (kind == 'n') {
      unreadable(kind);
      return null;
    }
    return raw(field, kind == '{');
  }

  /**
   * Takes JSON that is written as a text. Other values in place of the text are taken, too.
   *
   * @param orObject whether the schema has an object as well
   */
  public @Nullable LazyJson jsonText(int field, boolean orObject) {
    int kind = value(field);
    if (kind == '"') {
      has(field);
      int from = in.position();
      in.skipText();
      return LazyJson.ofText(body, from, in.position());
    }
    if (kind == 'n') {
      unreadable(kind);
      return null;
    }
    return raw(field, orObject && kind == '{');
  }

  private LazyJson raw(int field, boolean documented) {
    if (documented) {
      has(field);
    } else {
      converted(field);
    }
    int from = in.position();
    in.skipValue();
    return LazyJson.of(body, from, in.position());
  }

  /** Notes that the text just taken is new to its vocabulary. */
  public void newToVocabulary() {
    note(Kind.UNKNOWN_VALUE);
  }

  /** Says whether the current field is there and null. */
  public boolean isNull(int field) {
    return (frame.nulls & (1L << field)) != 0;
  }

  // ---- Inside

  /** Goes to the value of a field, and returns its kind; null is noted already. */
  private int value(int field) {
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

  private void has(int field) {
    frame.present |= 1L << field;
  }

  private void converted(int field) {
    note(Kind.CONVERTED);
    has(field);
  }

  /** Leaves out a value of a kind that does not suit its field; null is no surprise. */
  private void unreadable(int kind) {
    if (kind != 'n') {
      note(Kind.UNREADABLE);
    }
    in.skipValue();
  }

  private void note(Kind kind) {
    if (!frame.tolerant && !deviations.isFull()) {
      deviations.add(kind, pointer());
    }
  }

  /** Says whether the number that was just taken has neither fraction nor exponent. */
  private boolean isPlain(int from) {
    return in.ascii(from).chars().allMatch(c -> c == '-' || Character.isDigit(c));
  }

  private @Nullable Long wholeOrUnreadable(int field, String text, boolean documented) {
    BigDecimal number = decimal(text);
    if (number != null) {
      try {
        // Never computes with a huge exponent: it looks at the number of digits first.
        long whole = number.longValueExact();
        if (!documented) {
          note(Kind.CONVERTED);
        }
        has(field);
        return whole;
      } catch (ArithmeticException e) {
        // Has a fraction, or does not fit.
      }
    }
    note(Kind.UNREADABLE);
    return null;
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER_TEXT) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
