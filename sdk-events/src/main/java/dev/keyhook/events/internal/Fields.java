package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one kind of JSON object: their names, and which of them are required or may be null
 * in the schema. At most 63. Immutable.
 */
public final class Fields {

  private static final char REQUIRED = '!';
  private static final char NULLABLE = '?';

  private final String[] names;
  private final byte[][] utf8;
  final long required;
  final long nullable;

  private Fields(String[] names, byte[][] utf8, long required, long nullable) {
    this.names = names;
    this.utf8 = utf8;
    this.required = required;
    this.nullable = nullable;
  }

  /**
   * Returns the fields of an object, numbered from 1 in this order. Reading is fastest if that is
   * the order of the sender.
   *
   * @param fields the name of each field, followed by {@code !} if it is required and by {@code ?}
   *     if it may be null; {@code !?} if both
   */
  public static Fields of(String... fields) {
    if (fields.length >= Long.SIZE) {
      throw new IllegalArgumentException(fields.length + " fields are too many");
    }
    String[] names = new String[fields.length];
    byte[][] utf8 = new byte[fields.length][];
    long required = 0;
    long nullable = 0;
    for (int i = 0; i < fields.length; i++) {
      String field = fields[i];
      int end = field.length();
      if (field.charAt(end - 1) == NULLABLE) {
        nullable |= 1L << (i + 1);
        end--;
      }
      if (field.charAt(end - 1) == REQUIRED) {
        required |= 1L << (i + 1);
        end--;
      }
      // The same instance as in a switch over the names, so that equals is fast.
      names[i] = field.substring(0, end).intern();
      utf8[i] = names[i].getBytes(UTF_8);
    }
    return new Fields(names, utf8, required, nullable);
  }

  String name(int field) {
    return names[field - 1];
  }

  /** Returns the name of the field after another one; null after the last. */
  byte @Nullable [] utf8After(int field) {
    return field < utf8.length ? utf8[field] : null;
  }

  /** Returns the name in a range of bytes, or null if it is none of these. */
  @Nullable String find(byte[] body, int from, int to) {
    for (int i = 0; i < utf8.length; i++) {
      if (Arrays.equals(body, from, to, utf8[i], 0, utf8[i].length)) {
        return names[i];
      }
    }
    return null;
  }
}
