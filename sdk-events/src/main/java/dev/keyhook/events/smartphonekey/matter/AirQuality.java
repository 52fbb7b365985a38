package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The air quality (Matter attribute 91/0).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class AirQuality extends MatterCode<AirQuality.Known> {

  /** Unknown to the sensor. */
  public static final AirQuality UNKNOWN = new AirQuality(0, Known.UNKNOWN);

  /** Good. */
  public static final AirQuality GOOD = new AirQuality(1, Known.GOOD);

  /** Fair. */
  public static final AirQuality FAIR = new AirQuality(2, Known.FAIR);

  /** Moderate. */
  public static final AirQuality MODERATE = new AirQuality(3, Known.MODERATE);

  /** Poor. */
  public static final AirQuality POOR = new AirQuality(4, Known.POOR);

  /** Very poor. */
  public static final AirQuality VERY_POOR = new AirQuality(5, Known.VERY_POOR);

  /** Extremely poor. */
  public static final AirQuality EXTREMELY_POOR = new AirQuality(6, Known.EXTREMELY_POOR);

  private static final List<AirQuality> ENTRIES =
      List.of(UNKNOWN, GOOD, FAIR, MODERATE, POOR, VERY_POOR, EXTREMELY_POOR);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** Unknown to the sensor. */
    UNKNOWN,
    /** Good. */
    GOOD,
    /** Fair. */
    FAIR,
    /** Moderate. */
    MODERATE,
    /** Poor. */
    POOR,
    /** Very poor. */
    VERY_POOR,
    /** Extremely poor. */
    EXTREMELY_POOR
  }

  private AirQuality(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static AirQuality of(long code) {
    AirQuality known = find(ENTRIES, code);
    return known == null ? new AirQuality(code, null) : known;
  }
}
