package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The severity of a smoke or carbon monoxide alarm (Matter attributes 92/1 and 92/2).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class AlarmLevel extends MatterCode<AlarmLevel.Known> {

  /** No alarm. */
  public static final AlarmLevel NORMAL = new AlarmLevel(0, Known.NORMAL);

  /** A warning. */
  public static final AlarmLevel WARNING = new AlarmLevel(1, Known.WARNING);

  /** A critical alarm. */
  public static final AlarmLevel CRITICAL = new AlarmLevel(2, Known.CRITICAL);

  private static final List<AlarmLevel> ENTRIES = List.of(NORMAL, WARNING, CRITICAL);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** No alarm. */
    NORMAL,
    /** A warning. */
    WARNING,
    /** A critical alarm. */
    CRITICAL
  }

  private AlarmLevel(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static AlarmLevel of(long code) {
    AlarmLevel known = find(ENTRIES, code);
    return known == null ? new AlarmLevel(code, null) : known;
  }
}
