package dev.keyhook;

import java.util.Objects;

/**
 * A body is no event: it is no JSON, or a JSON document without what every event has.
 *
 * <p>The message names reason and place, and nothing of the content.
 */
public final class MalformedEventException extends KeyhookException {

  private static final long serialVersionUID = 1;

  /** Why it is no event. More reasons may come: a {@code switch} needs a {@code default}. */
  public enum Reason {
    /** No bytes, or nothing but white space. */
    EMPTY(false),
    /** Not JSON (RFC 8259). */
    NOT_JSON(false),
    /** JSON that ends too early. */
    TRUNCATED(false),
    /** More bytes follow after the JSON document. */
    TRAILING_BYTES(false),
    /** Not UTF-8 (RFC 3629). */
    INVALID_UTF8(false),
    /** Larger or deeper than the {@link JsonLimits} allow. */
    OVER_LIMIT(false),
    /** A JSON document, but no object. */
    NOT_AN_OBJECT(true),
    /** A JSON object without a text that names the event's type. */
    NO_TYPE(true),
    /** A JSON object whose payload is missing or no object. */
    NO_PAYLOAD(true),
    /**
     * An event in the form of an older interface of the vendor, which this library does not read.
     */
    OLD_VERSION(true);

    private final boolean json;

    Reason(boolean json) {
      this.json = json;
    }

    /** Says whether the body was a whole JSON document all the same. */
    public boolean isJson() {
      return json;
    }
  }

  private final Reason reason;
  private final long byteOffset;

  /**
   * Makes the error.
   *
   * @param explanation what is wrong and what to do, without content of the body
   * @param byteOffset where in the body it was noticed, counted from 0
   */
  public MalformedEventException(Reason reason, long byteOffset, String explanation) {
    super(explanation + " (" + reason + " at byte " + byteOffset + ")");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.byteOffset = byteOffset;
  }

  /** Returns why the body is no event. */
  public Reason reason() {
    return reason;
  }

  /** Returns where in the body it was noticed, in bytes from the start. */
  public long byteOffset() {
    return byteOffset;
  }
}
