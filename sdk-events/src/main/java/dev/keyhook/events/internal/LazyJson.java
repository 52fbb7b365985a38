package dev.keyhook.events.internal;

import dev.keyhook.RawJson;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON in a field, decoded at the first access. Until then it is a range of the body, because most
 * handlers read few fields, and decoding a device shadow takes longer than scanning its event.
 * Immutable, safe for use by any number of threads, and equal when the JSON is.
 */
public final class LazyJson {

  private static final byte[] NO_BODY = {};

  private final byte[] body;
  private final int from;
  private final int to;
  private final boolean text;

  // Not volatile: RawJson is immutable, so a race between readers costs a second decoding at most.
  private @Nullable RawJson value;

  private LazyJson(byte[] body, int from, int to, boolean text, @Nullable RawJson value) {
    this.body = body;
    this.from = from;
    this.to = to;
    this.text = text;
    this.value = value;
  }

  /** Returns JSON that is already decoded. */
  public static LazyJson of(RawJson value) {
    return new LazyJson(NO_BODY, 0, 0, false, Objects.requireNonNull(value, "value"));
  }

  /**
   * Returns the JSON in a range of a body.
   *
   * @param body a body that was read before, so that it is valid; not copied
   */
  static LazyJson of(byte[] body, int from, int to) {
    return new LazyJson(body, from, to, false, null);
  }

  /**
   * Returns the JSON that is written as a text in a range of a body.
   *
   * @param body a body that was read before, so that it is valid; not copied
   */
  static LazyJson ofText(byte[] body, int from, int to) {
    return new LazyJson(body, from, to, true, null);
  }

  /** Returns the JSON. */
  public RawJson get() {
    RawJson json = value;
    if (json == null) {
      json =
          text
              ? RawJson.of(new JsonScanner(body, from, 0).text())
              : RawJson.of(Arrays.copyOfRange(body, from, to));
      value = json;
    }
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LazyJson that && get().equals(that.get());
  }

  @Override
  public int hashCode() {
    return get().hashCode();
  }

  @Override
  public String toString() {
    return get().toString();
  }
}
