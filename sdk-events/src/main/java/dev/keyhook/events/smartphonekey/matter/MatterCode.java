package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A code of an open vocabulary of Matter, known to this version or not.
 *
 * <p>The last code that the vendor's schema lists for some vocabularies, called unknown there, has
 * no name here: the Matter specification uses its number for the next value. Immutable.
 *
 * @param <K> the codes that this version knows
 */
public abstract class MatterCode<K extends Enum<K>> {

  private final long code;
  private final @Nullable K known;

  MatterCode(long code, @Nullable K known) {
    this.code = code;
    this.known = known;
  }

  /** Returns the entry of a code, if the vocabulary has one. */
  static <C extends MatterCode<?>> @Nullable C find(List<C> entries, long code) {
    for (C entry : entries) {
      if (entry.code() == code) {
        return entry;
      }
    }
    return null;
  }

  /** Returns the number exactly as it was received. */
  public final long code() {
    return code;
  }

  /** Returns whether this version knows the code. */
  public final boolean isKnown() {
    return known != null;
  }

  /** Returns the code for a {@code switch}; empty if this version does not know it. */
  public final Optional<K> known() {
    return Optional.ofNullable(known);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof MatterCode<?> that
        && getClass() == that.getClass()
        && code == that.code;
  }

  @Override
  public final int hashCode() {
    return Long.hashCode(code);
  }

  /** Returns the meaning in words, such as {@code not fully locked}; the number if unknown. */
  @Override
  public final String toString() {
    return known == null
        ? Long.toString(code)
        : known.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
