package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a lock is locked (Matter attribute 257/0).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class LockState extends MatterCode<LockState.Known> {

  /**
   * Neither fully locked nor unlocked. Not the same as unlocked; a jammed bolt can be the cause.
   */
  public static final LockState NOT_FULLY_LOCKED = new LockState(0, Known.NOT_FULLY_LOCKED);

  /** Fully locked. */
  public static final LockState LOCKED = new LockState(1, Known.LOCKED);

  /** Fully unlocked. */
  public static final LockState UNLOCKED = new LockState(2, Known.UNLOCKED);

  /** Unlocked, and the latch is pulled: the door can be pushed open. */
  public static final LockState UNLATCHED = new LockState(3, Known.UNLATCHED);

  private static final List<LockState> ENTRIES =
      List.of(NOT_FULLY_LOCKED, LOCKED, UNLOCKED, UNLATCHED);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /**
     * Neither fully locked nor unlocked. Not the same as unlocked; a jammed bolt can be the cause.
     */
    NOT_FULLY_LOCKED,
    /** Fully locked. */
    LOCKED,
    /** Fully unlocked. */
    UNLOCKED,
    /** Unlocked, and the latch is pulled: the door can be pushed open. */
    UNLATCHED
  }

  private LockState(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static LockState of(long code) {
    LockState known = find(ENTRIES, code);
    return known == null ? new LockState(code, null) : known;
  }
}
