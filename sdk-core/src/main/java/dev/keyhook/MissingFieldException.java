package dev.keyhook;

import java.util.Objects;

/**
 * A field that the schema requires is absent or unreadable.
 *
 * <p>Only the accessor of that field throws this, so only code that needs the field is affected.
 * {@link Event#deviations()} shows in advance whether it will be thrown.
 */
public final class MissingFieldException extends KeyhookException {

  private static final long serialVersionUID = 1;

  private final String pointer;

  /**
   * Creates the exception.
   *
   * @param pointer JSON pointer (RFC 6901) from the root of the body
   */
  public MissingFieldException(String pointer) {
    super(
        "The required field "
            + pointer
            + " is absent or unreadable; check the event's deviations() before reading it, or read"
            + " raw()");
    this.pointer = Objects.requireNonNull(pointer, "pointer");
  }

  /** Returns where the field should be: a JSON pointer (RFC 6901) from the root of the body. */
  public String pointer() {
    return pointer;
  }
}
