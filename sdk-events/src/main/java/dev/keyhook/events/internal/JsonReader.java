package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Deviation.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of fields, whatever JSON type they have.
 *
 * <p>After {@link #nextField}, exactly one of these methods reads the value. None fails because of
 * a value: an unreadable value counts as absent, and every difference from the schema is one of the
 * {@link #deviations}.
 */
public final class JsonReader extends JsonCursor {

  /** Longest text that is tried as a number: more than the digits of any {@code long}. */
  private static final int MAX_NUMBER_TEXT = 64;

  JsonReader(byte[] body, int position, int maxDepth, String root, Deviations deviations) {
    super(body, position, maxDepth, root, deviations);
  }

  /** Reads a text; any other value cannot be read. */
  public @Nullable String textOnly(int field) {
    int kind = startValue(field);
    if (kind != '"') {
      unreadable(kind);
      return null;
    }
    markPresent(field);
    return in.text();
  }

  /** Reads a text; numbers and booleans are converted to text. */
  public @Nullable String text(int field) {
    int kind = startValue(field);
    if (kind == '"') {
      markPresent(field);
      return in.text();
    }
    if (!isScalar(kind)) {
      unreadable(kind);
      return null;
    }
    converted(field);
    return scalar();
  }

  /** Reads a text that a vendor may also write as a number, without a deviation. */
  public @Nullable String textOrNumber(int field) {
    int kind = startValue(field);
    if (kind == '"') {
      markPresent(field);
      return in.text();
    }
    if (kind == JsonScanner.NUMBER) {
      markPresent(field);
      return scalar();
    }
    unreadable(kind);
    return null;
  }

  /** Returns whether a value that is not a text can be converted to one. */
  private static boolean isScalar(int kind) {
    return kind == JsonScanner.NUMBER || kind == 't' || kind == 'f';
  }

  private String scalar() {
    int from = in.position();
    in.skipValue();
    return in.ascii(from);
  }

  /**
   * Reads a text that has one possible value in the schema.
   *
   * @param expected the value in the schema; another text is a deviation
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
   * Skips a text, to be read later with {@link JsonBody#textAt}.
   *
   * @return the offset of the value in the body, or -1 if it is absent
   */
  public int textOffset(int field) {
    int kind = startValue(field);
    int offset = in.position();
    if (kind == '"') {
      markPresent(field);
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
   * Moves to the object in a field; the caller enters or skips it. Any other value is skipped.
   *
   * @return whether the value is an object
   */
  public boolean reachObject(int field) {
    int kind = startValue(field);
    if (kind != '{') {
      unreadable(kind);
      return false;
    }
    markPresent(field);
    return true;
  }

  /**
   * Enters the array in a field, to be read with {@link #nextObject}. Any other value is skipped.
   *
   * @return whether the value is an array
   */
  public boolean tryEnterArray(int field) {
    int kind = startValue(field);
    if (kind != '[') {
      unreadable(kind);
      return false;
    }
    markPresent(field);
    enterArray();
    return true;
  }

  /**
   * Moves to the next element that is an object, and skips others; false at the end of the array.
   */
  public boolean nextObject() {
    while (nextElement()) {
      int kind = in.kind();
      if (kind == '{') {
        return true;
      }
      unreadableElement(kind);
    }
    return false;
  }

  private void unreadableElement(int kind) {
    note(kind == 'n' ? Kind.UNEXPECTED_NULL : Kind.UNREADABLE);
    in.skipValue();
  }

  /** Reads an array of texts; numbers and booleans are converted to text, others are skipped. */
  public @Nullable List<String> texts(int field) {
    if (!tryEnterArray(field)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    while (nextElement()) {
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

  /** Reads a whole number: 4321, 4321.0 and "4321" are all 4321. */
  public @Nullable Long integer(int field) {
    int kind = startValue(field);
    if (kind == JsonScanner.NUMBER) {
      int from = in.position();
      in.skipNumber();
      if (in.isWhole()) {
        markPresent(field);
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

  /** Reads a number; one beyond the range of a {@code double} cannot be read. */
  public @Nullable Double number(int field) {
    int kind = startValue(field);
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
    markPresent(field);
    return value;
  }

  /** Reads true or false; the texts "true" and "false" in any letter case are converted. */
  public @Nullable Boolean bool(int field) {
    return bool(field, true);
  }

  /** Reads true or false from a field whose schema has both the boolean and the text. */
  public @Nullable Boolean boolOrText(int field) {
    return bool(field, false);
  }

  private @Nullable Boolean bool(int field, boolean textDeviates) {
    int kind = startValue(field);
    if (kind == 't' || kind == 'f') {
      markPresent(field);
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
    markPresent(field);
    return isTrue;
  }

  /** Reads a time whose documented form is ISO-8601 text. */
  public @Nullable Instant time(int field) {
    int kind = startValue(field);
    if (kind == '"') {
      int from = in.position() + 1;
      in.skipText();
      Instant time = in.wasEscaped() ? null : IsoTime.parse(body, from, in.position() - 1 - from);
      if (time != null) {
        markPresent(field);
        return time;
      }
      return otherTime(field, new JsonScanner(body, from - 1, 0).text(), false);
    }
    return numericTime(field, kind, false);
  }

  /** Reads a time whose documented form is a number: the milliseconds since 1970-01-01T00:00Z. */
  public @Nullable Instant epochMillis(int field) {
    int kind = startValue(field);
    if (kind == '"') {
      return otherTime(field, in.text(), true);
    }
    return numericTime(field, kind, true);
  }

  /** Reads a time from a text that is not in the common form, or where no text is documented. */
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
    markPresent(field);
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
      markPresent(field);
      return Instant.ofEpochMilli(in.number());
    }
    Long millis = wholeOrUnreadable(field, in.ascii(from), documented && isPlain(from));
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /** Reads an object, or any other value except null, as raw JSON. */
  public @Nullable LazyJson object(int field) {
    int kind = startValue(field);
    if (kind == 'n') {
      unreadable(kind);
      return null;
    }
    return raw(field, kind == '{');
  }

  /**
   * Reads JSON that is written as a text. Any other value except null is read as raw JSON.
   *
   * @param orObject whether the schema has an object as well
   */
  public @Nullable LazyJson jsonText(int field, boolean orObject) {
    int kind = startValue(field);
    if (kind == '"') {
      markPresent(field);
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
      markPresent(field);
    } else {
      converted(field);
    }
    int from = in.position();
    in.skipValue();
    return LazyJson.of(body, from, in.position());
  }

  /** Records that the text just read is not in its vocabulary. */
  public void noteUnknownValue() {
    note(Kind.UNKNOWN_VALUE);
  }

  private void converted(int field) {
    note(Kind.CONVERTED);
    markPresent(field);
  }

  /** Skips an unreadable value. A null has already been recorded. */
  private void unreadable(int kind) {
    if (kind != 'n') {
      note(Kind.UNREADABLE);
    }
    in.skipValue();
  }

  /** Returns whether the number just read has neither fraction nor exponent. */
  private boolean isPlain(int from) {
    return in.ascii(from).chars().allMatch(c -> c == '-' || Character.isDigit(c));
  }

  private @Nullable Long wholeOrUnreadable(int field, String text, boolean documented) {
    BigDecimal number = decimal(text);
    if (number != null) {
      try {
        // Cheap also for a huge exponent: longValueExact compares the number of digits first.
        long whole = number.longValueExact();
        if (!documented) {
          note(Kind.CONVERTED);
        }
        markPresent(field);
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
