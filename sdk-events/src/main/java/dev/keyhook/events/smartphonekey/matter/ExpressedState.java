package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state that a smoke or carbon monoxide detector displays (Matter attribute 92/0). It is not
 * the level of smoke: see {@link MatterState#smoke()}.
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class ExpressedState extends MatterCode<ExpressedState.Known> {

  /** No alarm. */
  public static final ExpressedState NORMAL = new ExpressedState(0, Known.NORMAL);

  /** Smoke. */
  public static final ExpressedState SMOKE_ALARM = new ExpressedState(1, Known.SMOKE_ALARM);

  /** Carbon monoxide. */
  public static final ExpressedState CARBON_MONOXIDE_ALARM =
      new ExpressedState(2, Known.CARBON_MONOXIDE_ALARM);

  /** The battery is low. */
  public static final ExpressedState BATTERY_ALERT = new ExpressedState(3, Known.BATTERY_ALERT);

  /** A self-test is running. */
  public static final ExpressedState TESTING = new ExpressedState(4, Known.TESTING);

  /** The hardware has a fault. */
  public static final ExpressedState HARDWARE_FAULT = new ExpressedState(5, Known.HARDWARE_FAULT);

  /** The detector has reached the end of its service life. */
  public static final ExpressedState END_OF_SERVICE = new ExpressedState(6, Known.END_OF_SERVICE);

  /** A connected detector reports smoke. */
  public static final ExpressedState INTERCONNECT_SMOKE =
      new ExpressedState(7, Known.INTERCONNECT_SMOKE);

  /** A connected detector reports carbon monoxide. */
  public static final ExpressedState INTERCONNECT_CARBON_MONOXIDE =
      new ExpressedState(8, Known.INTERCONNECT_CARBON_MONOXIDE);

  private static final List<ExpressedState> ENTRIES =
      List.of(
          NORMAL,
          SMOKE_ALARM,
          CARBON_MONOXIDE_ALARM,
          BATTERY_ALERT,
          TESTING,
          HARDWARE_FAULT,
          END_OF_SERVICE,
          INTERCONNECT_SMOKE,
          INTERCONNECT_CARBON_MONOXIDE);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** No alarm. */
    NORMAL,
    /** Smoke. */
    SMOKE_ALARM,
    /** Carbon monoxide. */
    CARBON_MONOXIDE_ALARM,
    /** The battery is low. */
    BATTERY_ALERT,
    /** A self-test is running. */
    TESTING,
    /** The hardware has a fault. */
    HARDWARE_FAULT,
    /** The detector has reached the end of its service life. */
    END_OF_SERVICE,
    /** A connected detector reports smoke. */
    INTERCONNECT_SMOKE,
    /** A connected detector reports carbon monoxide. */
    INTERCONNECT_CARBON_MONOXIDE
  }

  private ExpressedState(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static ExpressedState of(long code) {
    ExpressedState known = find(ENTRIES, code);
    return known == null ? new ExpressedState(code, null) : known;
  }
}
