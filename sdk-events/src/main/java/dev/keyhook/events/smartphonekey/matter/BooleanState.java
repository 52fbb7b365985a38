package dev.keyhook.events.smartphonekey.matter;

import java.util.Locale;
import java.util.Optional;

/**
 * The meaning of the value of a sensor with two states (Matter attribute 69/0), which depends on
 * the device type.
 *
 * <p>The vendor states the meaning for contact sensors and for water leak detectors; that of freeze
 * detectors and rain sensors comes from the Matter specification.
 */
public enum BooleanState {
  /** A contact sensor is closed. */
  CLOSED,
  /** A contact sensor is open. */
  OPEN,
  /** A water leak detector senses water. */
  LEAK,
  /** A water leak detector senses no water. */
  NO_LEAK,
  /** A freeze detector senses a danger of freezing. */
  FREEZE,
  /** A freeze detector senses no danger of freezing. */
  NO_FREEZE,
  /** A rain sensor senses rain. */
  RAIN,
  /** A rain sensor senses no rain. */
  NO_RAIN;

  private static final int CONTACT_SENSOR = 21;
  private static final int WATER_FREEZE_DETECTOR = 65;
  private static final int WATER_LEAK_DETECTOR = 67;
  private static final int RAIN_SENSOR = 68;

  static Optional<BooleanState> of(long deviceType, boolean value) {
    if (deviceType == CONTACT_SENSOR) {
      return Optional.of(value ? CLOSED : OPEN);
    }
    if (deviceType == WATER_LEAK_DETECTOR) {
      return Optional.of(value ? LEAK : NO_LEAK);
    }
    if (deviceType == WATER_FREEZE_DETECTOR) {
      return Optional.of(value ? FREEZE : NO_FREEZE);
    }
    return deviceType == RAIN_SENSOR ? Optional.of(value ? RAIN : NO_RAIN) : Optional.empty();
  }

  /** Returns the meaning in words, such as {@code no leak}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
