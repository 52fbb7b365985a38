package dev.keyhook;

import dev.keyhook.internal.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place where a delivery differs from the schema that this version was built from.
 *
 * <p>A deviation is not an error: the event can be used. Count deviations to learn of a vendor's
 * change before a field is missed. They name a kind and a place, never a value. Immutable.
 */
public final class Deviation {

  /**
   * What kind of difference it is. More kinds may follow: a {@code switch} needs a {@code default}.
   */
  public enum Kind {
    /** This version has no class for the event's type. */
    UNKNOWN_TYPE,
    /** A field that is not in the schema; its value is in {@link Event#raw()}. */
    UNKNOWN_FIELD,
    /** A value that is new to a vocabulary; its accessor returns it like any other. */
    UNKNOWN_VALUE,
    /** A required field is absent or null; its accessor throws {@link MissingFieldException}. */
    MISSING_FIELD,
    /** An optional field is null where the schema has no null; it counts as absent. */
    UNEXPECTED_NULL,
    /**
     * Another JSON type or form than the schema's that could be converted: {@code "4321"} for 4321.
     */
    CONVERTED,
    /** A value that cannot be read as the schema's type; the field counts as absent. */
    UNREADABLE,
    /** A field that occurs more than once in its object; the last value counts. */
    DUPLICATE_FIELD
  }

  private static final int MAX_POINTER_LENGTH = 256;

  private final Kind kind;
  private final String pointer;

  private Deviation(Kind kind, String pointer) {
    this.kind = kind;
    this.pointer = pointer;
  }

  /**
   * Returns a deviation of a kind at a place.
   *
   * @param pointer JSON pointer (RFC 6901) from the root of the body
   */
  public static Deviation of(Kind kind, String pointer) {
    return new Deviation(Objects.requireNonNull(kind, "kind"), printable(pointer));
  }

  private static String printable(String pointer) {
    String cut =
        pointer.length() <= MAX_POINTER_LENGTH ? pointer : pointer.substring(0, MAX_POINTER_LENGTH);
    return Printable.of(cut);
  }

  /** Returns what kind of difference it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns where it is: a JSON pointer (RFC 6901) from the root of the body.
   *
   * <p>The names in it are the sender's. Unprintable characters are replaced by {@code ?}, and a
   * pointer of more than 256 characters is cut.
   */
  public String pointer() {
    return pointer;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deviation that && kind == that.kind && pointer.equals(that.pointer);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + pointer.hashCode();
  }

  /** Returns kind and pointer, such as {@code UNKNOWN_FIELD at /detail/data/color}. */
  @Override
  public String toString() {
    return kind + " at " + pointer;
  }
}
