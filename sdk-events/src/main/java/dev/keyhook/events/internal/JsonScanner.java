package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Scans JSON (RFC 8259), value by value, and rejects everything else: comments, trailing commas,
 * leading zeros, unquoted words.
 *
 * <p>It does not recurse, and reads each byte at most twice, so that the time is linear in the size
 * of the body.
 */
final class JsonScanner {

  /** The result of {@link #kind} for any number. */
  static final int NUMBER = '0';

  /** Numbers with at most this many digits fit into a {@code long}. */
  private static final int MAX_SAFE_DIGITS = 18;

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long SPACES = 0x2020202020202020L;

  /** The bytes that need no decoding in a text. */
  private static final boolean[] IS_PLAIN = new boolean[256];

  static {
    Arrays.fill(IS_PLAIN, ' ', 0x80, true);
    IS_PLAIN['"'] = false;
    IS_PLAIN['\\'] = false;
  }

  private final byte[] body;
  private final ByteBuffer words;
  private final int maxDepth;
  private int position;
  private int depth;
  private boolean escaped;
  private boolean whole;
  private long number;

  JsonScanner(byte[] body, int position, int maxDepth) {
    this.body = body;
    this.words = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    this.position = position;
    this.maxDepth = maxDepth;
  }

  /**
   * Returns the offset at which the JSON of a body starts: after the byte order mark U+FEFF, in
   * UTF-8 the bytes EF BB BF, if there is one (RFC 8259, section 8.1).
   */
  static int startOf(byte[] body) {
    return body.length >= 3
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF
        ? 3
        : 0;
  }

  int position() {
    return position;
  }

  /** Returns the next byte that is not white space, without taking it; 0 at the end of the body. */
  int peek() {
    int i = position;
    while (i < body.length) {
      byte b = body[i];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        position = i;
        return b;
      }
      i++;
    }
    position = i;
    return 0;
  }

  /** Returns the kind of the next value: one of <code>" { [ t f n</code>, or {@link #NUMBER}. */
  int kind() {
    int next = peek();
    return switch (next) {
      case '"', '{', '[', 't', 'f', 'n' -> next;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> NUMBER;
      default -> throw unexpected();
    };
  }

  /** Consumes a byte of the grammar, with optional white space before it. */
  void take(char expected) {
    if (peek() != expected) {
      throw unexpected();
    }
    position++;
  }

  /** Consumes a byte of the grammar if it is next, with optional white space before it. */
  boolean takeIf(char expected) {
    if (peek() != expected) {
      return false;
    }
    position++;
    return true;
  }

  /** Enters the object or array at the current position. */
  void enter() {
    if (++depth > maxDepth) {
      throw malformed(Reason.OVER_LIMIT, "The body is nested deeper than " + maxDepth + " levels");
    }
    position++;
  }

  /** Leaves the object or array that ends at the current position. */
  void leave() {
    depth--;
    position++;
  }

  /** Consumes a field's name if it is the given one, written without escapes. */
  boolean takeName(byte[] name) {
    int from = position + 1;
    int end = from + name.length;
    if (end >= body.length || body[end] != '"') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (body[from + i] != name[i]) {
        return false;
      }
    }
    position = end + 1;
    return true;
  }

  /** Consumes the text at the current position, and returns it. */
  String text() {
    int from = position + 1;
    skipText();
    int end = position - 1;
    return escaped ? unescape(from, end) : new String(body, from, end - from, UTF_8);
  }

  /** Consumes the text at the current position. {@link #wasEscaped} is set if it has escapes. */
  void skipText() {
    escaped = false;
    int lastWord = body.length - Long.BYTES;
    int i = position + 1;
    while (i < body.length) {
      if (i <= lastWord) {
        long special = specialBytes(words.getLong(i));
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        i += Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
      byte b = body[i];
      if (b == '"') {
        position = i + 1;
        return;
      }
      if (b == '\\') {
        escaped = true;
        position = afterEscapedText(i);
        return;
      }
      i = IS_PLAIN[b & 0xFF] ? i + 1 : afterCharacter(i);
    }
    position = body.length;
    throw unexpected();
  }

  /** Scans byte by byte, because escapes cluster. */
  private int afterEscapedText(int from) {
    int i = from;
    while (true) {
      while (i < body.length && IS_PLAIN[body[i] & 0xFF]) {
        i++;
      }
      if (i == body.length) {
        position = i;
        throw unexpected();
      }
      if (body[i] == '"') {
        return i + 1;
      }
      i = body[i] == '\\' ? afterEscape(i) : afterCharacter(i);
    }
  }

  /**
   * Returns a word with the high bit set in the first byte that is a quote, a backslash, a control
   * character or not ASCII; the bits above it are undefined. "First" is the lowest byte.
   */
  private static long specialBytes(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    return (word
            | ((word - SPACES) & ~word)
            | ((quote - EACH_BYTE) & ~quote)
            | ((backslash - EACH_BYTE) & ~backslash))
        & HIGH_BITS;
  }

  /** Returns the index after a character that is neither ASCII nor a control character. */
  private int afterCharacter(int i) {
    position = i;
    if (body[i] >= 0) {
      throw unexpected();
    }
    return i + sizeOfCharacter(i);
  }

  private int sizeOfCharacter(int i) {
    int size = Utf8.lengthOfCharacter(body, i);
    if (size == 0) {
      throw malformed(Reason.INVALID_UTF8, "The body is not UTF-8");
    }
    return size;
  }

  boolean wasEscaped() {
    return escaped;
  }

  private int afterEscape(int backslash) {
    int i = backslash + 1;
    if (i < body.length) {
      switch (body[i]) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
          return i + 1;
        }
        case 'u' -> {
          for (int digit = i + 1; digit <= i + 4; digit++) {
            if (digit >= body.length || Character.digit(body[digit], 16) < 0) {
              position = Math.min(digit, body.length);
              throw unexpected();
            }
          }
          return i + 5;
        }
        default -> {
          // Not an escape in JSON.
        }
      }
    }
    position = Math.min(i, body.length);
    throw unexpected();
  }

  /** Returns the text between two positions, which was validated. */
  private String unescape(int from, int end) {
    char[] chars = new char[end - from];
    int size = 0;
    int i = from;
    while (i < end) {
      byte b = body[i++];
      if (b == '\\') {
        byte escape = body[i++];
        if (escape == 'u') {
          chars[size++] = unit(i);
          i += 4;
        } else {
          chars[size++] = escape == '"' ? '"' : meaning(escape);
        }
      } else if (b >= 0) {
        chars[size++] = (char) b;
      } else {
        int length = Utf8.lengthOfCharacter(body, i - 1);
        size += Character.toChars(Utf8.codePoint(body, i - 1, length), chars, size);
        i += length - 1;
      }
    }
    return new String(chars, 0, size);
  }

  private static char meaning(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) escape;
    };
  }

  private char unit(int firstDigit) {
    int unit = 0;
    for (int digit = firstDigit; digit < firstDigit + 4; digit++) {
      unit = unit * 16 + Character.digit(body[digit], 16);
    }
    return (char) unit;
  }

  /**
   * Consumes the number at the current position. {@link #number} is its value if {@link #isWhole};
   * otherwise it has a fraction, an exponent or too many digits.
   */
  void skipNumber() {
    int i = position;
    boolean negative = body[i] == '-';
    if (negative) {
      i++;
    }
    int firstDigit = i;
    long value = 0;
    while (i < body.length && isDigit(body[i])) {
      value = value * 10 + (body[i] - '0');
      i++;
    }
    int digits = i - firstDigit;
    if (digits == 0 || (digits > 1 && body[firstDigit] == '0')) {
      position = digits == 0 ? i : firstDigit + 1;
      throw unexpected();
    }
    whole = digits <= MAX_SAFE_DIGITS;
    if (i < body.length && body[i] == '.') {
      whole = false;
      i = afterDigits(i + 1);
    }
    if (i < body.length && (body[i] == 'e' || body[i] == 'E')) {
      whole = false;
      i++;
      if (i < body.length && (body[i] == '+' || body[i] == '-')) {
        i++;
      }
      i = afterDigits(i);
    }
    position = i;
    number = negative ? -value : value;
  }

  boolean isWhole() {
    return whole;
  }

  long number() {
    return number;
  }

  private int afterDigits(int from) {
    int i = from;
    while (i < body.length && isDigit(body[i])) {
      i++;
    }
    if (i == from) {
      position = i;
      throw unexpected();
    }
    return i;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Consumes {@code true}, {@code false} or {@code null}. */
  void skipWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (position >= body.length || body[position] != word.charAt(i)) {
        throw unexpected();
      }
      position++;
    }
  }

  /** Returns the bytes from an index to here as text; they must be ASCII. */
  String ascii(int from) {
    return new String(body, from, position - from, ISO_8859_1);
  }

  /** Consumes the value at the current position, of any depth within the limit. */
  void skipValue() {
    int outside = depth;
    BitSet objects = null;
    while (true) {
      switch (kind()) {
        case '"' -> skipText();
        case NUMBER -> skipNumber();
        case 't' -> skipWord("true");
        case 'f' -> skipWord("false");
        case 'n' -> skipWord("null");
        default -> {
          boolean object = body[position] == '{';
          enter();
          if (peek() != (object ? '}' : ']')) {
            if (objects == null) {
              objects = new BitSet();
            }
            objects.set(depth, object);
            if (object) {
              skipName();
            }
            continue;
          }
          leave();
        }
      }
      // A value has ended: leave all objects and arrays that end with it.
      while (depth > outside) {
        boolean object = objects != null && objects.get(depth);
        int next = peek();
        if (next == ',') {
          position++;
          if (object) {
            skipName();
          }
          break;
        }
        if (next != (object ? '}' : ']')) {
          throw unexpected();
        }
        leave();
      }
      if (depth == outside) {
        return;
      }
    }
  }

  private void skipName() {
    if (peek() != '"') {
      throw unexpected();
    }
    skipText();
    take(':');
  }

  /** Returns the error for a byte that is not allowed here, or for a body that ends here. */
  MalformedEventException unexpected() {
    if (position < body.length && body[position] < 0) {
      sizeOfCharacter(position);
    }
    return position >= body.length
        ? malformed(Reason.TRUNCATED, "The body ends within the JSON")
        : malformed(Reason.NOT_JSON, "The body is not JSON");
  }

  private MalformedEventException malformed(Reason reason, String explanation) {
    return new MalformedEventException(reason, position, explanation);
  }
}
