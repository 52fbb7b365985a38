package dev.keyhook.events.internal;

import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a JSON object or array are in its text: found in a single pass, decoded only
 * on request.
 *
 * <p>An invalid number such as {@code NaN} or {@code Infinity}, which some programs write, is
 * skipped like any other value, so that it does not prevent reading the others. Immutable.
 */
public final class JsonParts {

  private static final int MAX_DEPTH = JsonLimits.defaults().maxDepth();
  private static final String[] NON_FINITE = {
    "NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "-NaN", "-nan"
  };

  /** Offsets of a part: its name, the end of its name, its value, the end of its value. */
  private static final int STRIDE = 4;

  /** The size of a member of a typical document, in bytes, or more. */
  private static final int BYTES_OF_A_MEMBER = 14;

  private static final int INITIAL_CAPACITY = 16 * STRIDE;

  private final byte[] json;
  private final int[] offsets;
  private final int size;

  private JsonParts(byte[] json, int[] offsets, int size) {
    this.json = json;
    this.offsets = offsets;
    this.size = size;
  }

  /**
   * Finds the members of the object in a text.
   *
   * @param json UTF-8; not copied
   * @return null if the text is not one JSON object
   */
  public static @Nullable JsonParts ofObject(byte[] json) {
    JsonScanner in = new JsonScanner(json, 0, MAX_DEPTH);
    if (in.peek() != '{') {
      return null;
    }
    try {
      return scan(json, in, true);
    } catch (MalformedEventException notJson) {
      return null;
    }
  }

  /**
   * Finds the parts of an object or array within a text that was read before.
   *
   * @param from offset of the bracket that begins it
   */
  public static JsonParts within(byte[] json, int from) {
    JsonParts parts = scan(json, new JsonScanner(json, from, MAX_DEPTH), false);
    return parts == null ? new JsonParts(json, new int[0], 0) : parts;
  }

  private static @Nullable JsonParts scan(byte[] json, JsonScanner start, boolean isDocument) {
    JsonScanner in = start;
    boolean isObject = in.peek() == '{';
    char close = isObject ? '}' : ']';
    in.enter();
    int[] offsets =
        new int[isDocument ? STRIDE * (json.length / BYTES_OF_A_MEMBER + 1) : INITIAL_CAPACITY];
    int end = 0;
    while (in.peek() != close) {
      if (end > 0) {
        in.take(',');
      }
      if (end == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * end);
      }
      if (isObject) {
        if (in.peek() != '"') {
          throw in.unexpected();
        }
        offsets[end] = in.position();
        in.skipText();
        offsets[end + 1] = in.position();
        in.take(':');
      }
      in.peek();
      int value = in.position();
      int afterNonFinite = afterNonFinite(json, value);
      if (afterNonFinite > 0) {
        in = new JsonScanner(json, afterNonFinite, MAX_DEPTH);
      } else {
        in.skipValue();
      }
      offsets[end + 2] = value;
      offsets[end + 3] = in.position();
      end += STRIDE;
    }
    in.leave();
    return isDocument && (in.peek() != 0 || in.position() < json.length)
        ? null
        : new JsonParts(json, offsets, end / STRIDE);
  }

  /** Returns the offset after an invalid number such as NaN, or 0 if there is none. */
  private static int afterNonFinite(byte[] json, int from) {
    if (from + 1 >= json.length || (json[from] == '-' ? json[from + 1] : json[from]) < 'I') {
      return 0; // a text or a number
    }
    for (String word : NON_FINITE) {
      if (startsWith(json, from, word)) {
        return from + word.length();
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] json, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (from + i == json.length || json[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the text, number or boolean at an offset as text, or null if it is something else.
   *
   * @param offset of the first byte of a value or name that was found before
   */
  public static @Nullable String textAt(byte[] json, int offset) {
    return new JsonBody(json, JsonLimits.defaults()).textAt(offset);
  }

  /** Returns how many parts there are; a name that occurs twice counts twice. */
  public int size() {
    return size;
  }

  /** Returns the offset of the first character of a member's name. */
  public int nameFrom(int member) {
    return offsets[member * STRIDE] + 1;
  }

  /** Returns the offset after the last character of a member's name. */
  public int nameTo(int member) {
    return offsets[member * STRIDE + 1] - 1;
  }

  /** Returns a member's name. */
  public String name(int member) {
    String name = textAt(json, offsets[member * STRIDE]);
    return name == null ? "" : name;
  }

  /** Returns the offset of the first byte of a part's value. */
  public int valueFrom(int part) {
    return offsets[part * STRIDE + 2];
  }

  /** Returns the offset after the last byte of a part's value. */
  public int valueTo(int part) {
    return offsets[part * STRIDE + 3];
  }
}
