package dev.keyhook.cli.body;

import org.jspecify.annotations.Nullable;

/**
 * A line of a body as indented JSON.
 *
 * @param pointer where the value is, a JSON pointer from the root; empty on closing brackets
 * @param depth how deep the line is indented, from 0
 * @param key the field's name; null within lists and on closing brackets
 * @param value the value as JSON, {@code •••} if it is masked, or an opening or closing bracket
 * @param kind what the value is: {@code string}, {@code number}, {@code word} or {@code bracket}
 * @param isMasked whether the value is hidden
 * @param isLast whether no comma follows
 * @param type the schema's type and unit; empty if the schema does not have the field
 * @param description the schema's description; may be empty
 * @param deviation how the value differs from the schema; null if it does not
 */
public record BodyLine(
    String pointer,
    int depth,
    @Nullable String key,
    String value,
    String kind,
    boolean isMasked,
    boolean isLast,
    String type,
    String description,
    @Nullable String deviation) {

  /** Returns the line for an object or list without content. */
  BodyLine empty(String bracket) {
    return new BodyLine(
        pointer, depth, key, value + bracket, kind, false, isLast, type, description, deviation);
  }

  /** Returns the line without the comma after it. */
  BodyLine last() {
    return new BodyLine(
        pointer, depth, key, value, kind, isMasked, true, type, description, deviation);
  }
}
