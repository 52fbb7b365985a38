package dev.keyhook;

import java.util.Objects;

/**
 * The body is not a valid event: it is invalid JSON, or lacks a part that every event has.
 *
 * <p>The message names the reason and the byte offset, never content.
 */
public final class MalformedEventException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /**
   * Why it is not a valid event. More reasons may follow: a {@code switch} needs a {@code default}.
   */
  public enum Reason {
    /** No bytes, or nothing but white space. */
    EMPTY,
    /** Invalid JSON (RFC 8259). */
    NOT_JSON,
    /** JSON that ends too early. */
    TRUNCATED,
    /** More bytes follow after the JSON document. */
    TRAILING_BYTES,
    /** Invalid UTF-8 (RFC 3629). */
    INVALID_UTF8,
    /** Larger or deeper than the {@link JsonLimits} allow. */
    OVER_LIMIT,
    /** Valid JSON, but not an object. */
    NOT_AN_OBJECT,
    /** A JSON object without a string that names the event's type. */
    NO_TYPE,
    /** A JSON object whose payload is missing or not an object. */
    NO_PAYLOAD
  }

  private final Reason reason;
  private final long byteOffset;

  /**
   * Creates the exception.
   *
   * @param explanation what is wrong and what to do, without content of the body
   * @param byteOffset the position in the body at which the error was found, counted from 0
   */
  public MalformedEventException(Reason reason, long byteOffset, String explanation) {
    super(explanation + " (" + reason + " at byte " + byteOffset + ")");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.byteOffset = byteOffset;
  }

  /** Returns why the body is not a valid event. */
  public Reason reason() {
    return reason;
  }

  /** Returns the position in the body at which the error was found, in bytes from the start. */
  public long byteOffset() {
    return byteOffset;
  }
}
