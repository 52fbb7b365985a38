package dev.keyhook.events.smartphonekey.matter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a lock currently allows (Matter attribute 257/37).
 *
 * <p>An open vocabulary: a code that this version does not know is kept as it was received, and
 * {@link #isKnown()} is false for it. Two are equal when their codes are. Immutable.
 */
public final class OperatingMode extends MatterCode<OperatingMode.Known> {

  /** All operations. */
  public static final OperatingMode NORMAL = new OperatingMode(0, Known.NORMAL);

  /** Only remote operations. */
  public static final OperatingMode VACATION = new OperatingMode(1, Known.VACATION);

  /** No operations from outside. */
  public static final OperatingMode PRIVACY = new OperatingMode(2, Known.PRIVACY);

  /** No remote locking and unlocking. */
  public static final OperatingMode NO_REMOTE_LOCK_UNLOCK =
      new OperatingMode(3, Known.NO_REMOTE_LOCK_UNLOCK);

  /** The door can be opened without a credential. */
  public static final OperatingMode PASSAGE = new OperatingMode(4, Known.PASSAGE);

  private static final List<OperatingMode> ENTRIES =
      List.of(NORMAL, VACATION, PRIVACY, NO_REMOTE_LOCK_UNLOCK, PASSAGE);

  /** The codes that this version knows, for a {@code switch}, which needs a {@code default}. */
  public enum Known {
    /** All operations. */
    NORMAL,
    /** Only remote operations. */
    VACATION,
    /** No operations from outside. */
    PRIVACY,
    /** No remote locking and unlocking. */
    NO_REMOTE_LOCK_UNLOCK,
    /** The door can be opened without a credential. */
    PASSAGE
  }

  private OperatingMode(long code, @Nullable Known known) {
    super(code, known);
  }

  /** Returns the value with this code, known or not. */
  public static OperatingMode of(long code) {
    OperatingMode known = find(ENTRIES, code);
    return known == null ? new OperatingMode(code, null) : known;
  }
}
