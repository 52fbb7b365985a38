package dev.keyhook;

/**
 * How large and how deep a body may be before a parser refuses it.
 *
 * <p>Immutable. A body within the limits is read in time and memory linear in its size; one beyond
 * them is a {@link MalformedEventException} with reason {@link
 * MalformedEventException.Reason#OVER_LIMIT}.
 */
public final class JsonLimits {

  private static final JsonLimits DEFAULTS = new JsonLimits(1 << 20, 64);

  private final int maxBytes;
  private final int maxDepth;

  private JsonLimits(int maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
  }

  /**
   * Returns the limits that apply unless others are set: 1 MiB and 64 levels.
   *
   * <p>EventBridge itself sends at most 1 MiB for an event; the deepest published event has five
   * levels.
   */
  public static JsonLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these limits with another size.
   *
   * @param bytes largest body in bytes, at least 1
   */
  public JsonLimits maxBytes(int bytes) {
    return new JsonLimits(positive(bytes, "bytes"), maxDepth);
  }

  /**
   * Returns these limits with another depth.
   *
   * @param levels deepest nesting of objects and arrays, at least 1; the outermost object counts
   */
  public JsonLimits maxDepth(int levels) {
    return new JsonLimits(maxBytes, positive(levels, "levels"));
  }

  /** Returns the largest body in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  /** Returns the deepest nesting of objects and arrays. */
  public int maxDepth() {
    return maxDepth;
  }

  private static int positive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
    return value;
  }

  @Override
  public String toString() {
    return "JsonLimits[" + maxBytes + " bytes, " + maxDepth + " levels]";
  }
}
