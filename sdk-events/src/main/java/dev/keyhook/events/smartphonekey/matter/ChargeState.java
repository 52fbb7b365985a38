package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a battery is being charged (Matter attribute 47/26).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class ChargeState extends MatterCode<ChargeState.Known> {

  /** Unknown to the device. */
  public static final ChargeState UNKNOWN = new ChargeState(0, Known.UNKNOWN);

  /** The battery is being charged. */
  public static final ChargeState CHARGING = new ChargeState(1, Known.CHARGING);

  /** The battery is fully charged. */
  public static final ChargeState FULL = new ChargeState(2, Known.FULL);

  /** The battery is not being charged. */
  public static final ChargeState NOT_CHARGING = new ChargeState(3, Known.NOT_CHARGING);

  private static final List<ChargeState> ENTRIES = List.of(UNKNOWN, CHARGING, FULL, NOT_CHARGING);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** Unknown to the device. */
    UNKNOWN,
    /** The battery is being charged. */
    CHARGING,
    /** The battery is fully charged. */
    FULL,
    /** The battery is not being charged. */
    NOT_CHARGING
  }

  private ChargeState(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static ChargeState of(long code) {
    ChargeState known = find(ENTRIES, code);
    return known == null ? new ChargeState(code, null) : known;
  }
}
