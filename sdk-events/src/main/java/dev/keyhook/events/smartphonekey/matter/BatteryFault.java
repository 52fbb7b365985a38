package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a battery (Matter attribute 47/18); the codes come from the Matter specification.
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class BatteryFault extends MatterCode<BatteryFault.Known> {

  /** A fault that the device does not specify. */
  public static final BatteryFault UNSPECIFIED = new BatteryFault(0, Known.UNSPECIFIED);

  /** The battery is too hot. */
  public static final BatteryFault OVER_TEMPERATURE = new BatteryFault(1, Known.OVER_TEMPERATURE);

  /** The battery is too cold. */
  public static final BatteryFault UNDER_TEMPERATURE = new BatteryFault(2, Known.UNDER_TEMPERATURE);

  private static final List<BatteryFault> ENTRIES =
      List.of(UNSPECIFIED, OVER_TEMPERATURE, UNDER_TEMPERATURE);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** A fault that the device does not specify. */
    UNSPECIFIED,
    /** The battery is too hot. */
    OVER_TEMPERATURE,
    /** The battery is too cold. */
    UNDER_TEMPERATURE
  }

  private BatteryFault(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static BatteryFault of(long code) {
    BatteryFault known = find(ENTRIES, code);
    return known == null ? new BatteryFault(code, null) : known;
  }
}
