package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a battery soon needs to be replaced or charged (Matter attribute 47/14).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class ChargeLevel extends MatterCode<ChargeLevel.Known> {

  /** The battery is well charged. */
  public static final ChargeLevel OK = new ChargeLevel(0, Known.OK);

  /** The battery will soon need to be replaced or charged. */
  public static final ChargeLevel WARNING = new ChargeLevel(1, Known.WARNING);

  /** The battery needs to be replaced or charged now. */
  public static final ChargeLevel CRITICAL = new ChargeLevel(2, Known.CRITICAL);

  private static final List<ChargeLevel> ENTRIES = List.of(OK, WARNING, CRITICAL);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** The battery is well charged. */
    OK,
    /** The battery will soon need to be replaced or charged. */
    WARNING,
    /** The battery needs to be replaced or charged now. */
    CRITICAL
  }

  private ChargeLevel(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static ChargeLevel of(long code) {
    ChargeLevel known = find(ENTRIES, code);
    return known == null ? new ChargeLevel(code, null) : known;
  }
}
