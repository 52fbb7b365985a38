package dev.keyhook;

import java.util.Objects;

/**
 * A field that the vendor describes as always there is absent, or cannot be read.
 *
 * <p>Only the accessor of that field throws this, so only code that needs the field notices.
 * Whether it will be thrown can be seen beforehand in {@link Event#deviations()}.
 */
public final class MissingFieldException extends KeyhookException {

  private static final long serialVersionUID = 1;

  private final String pointer;

  /**
   * Makes the error.
   *
   * @param pointer JSON pointer (RFC 6901) from the root of the body
   */
  public MissingFieldException(String pointer) {
    super(
        "There is no readable "
            + pointer
            + ", which the vendor describes as always there; code that can do without it should look"
            + " first (of events, at deviations() and raw())");
    this.pointer = Objects.requireNonNull(pointer, "pointer");
  }

  /** Returns where the field should be: a JSON pointer (RFC 6901) from the root of the body. */
  public String pointer() {
    return pointer;
  }
}
