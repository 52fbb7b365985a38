package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the door, as sensed by its lock (Matter attribute 257/3).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class DoorState extends MatterCode<DoorState.Known> {

  /** The door is open. */
  public static final DoorState OPEN = new DoorState(0, Known.OPEN);

  /** The door is closed. */
  public static final DoorState CLOSED = new DoorState(1, Known.CLOSED);

  /** The door is jammed. */
  public static final DoorState JAMMED = new DoorState(2, Known.JAMMED);

  /** The door was forced open. */
  public static final DoorState FORCED_OPEN = new DoorState(3, Known.FORCED_OPEN);

  /** The door is in an error state that the lock does not specify. */
  public static final DoorState UNSPECIFIED_ERROR = new DoorState(4, Known.UNSPECIFIED_ERROR);

  /** The door is ajar. */
  public static final DoorState AJAR = new DoorState(5, Known.AJAR);

  private static final List<DoorState> ENTRIES =
      List.of(OPEN, CLOSED, JAMMED, FORCED_OPEN, UNSPECIFIED_ERROR, AJAR);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** The door is open. */
    OPEN,
    /** The door is closed. */
    CLOSED,
    /** The door is jammed. */
    JAMMED,
    /** The door was forced open. */
    FORCED_OPEN,
    /** The door is in an error state that the lock does not specify. */
    UNSPECIFIED_ERROR,
    /** The door is ajar. */
    AJAR
  }

  private DoorState(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static DoorState of(long code) {
    DoorState known = find(ENTRIES, code);
    return known == null ? new DoorState(code, null) : known;
  }
}
