package dev.keyhook.kafka;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often a worker has begun to handle an event and vanished before the attempt ended. It is
 * stored in the metadata of a committed offset.
 *
 * @param offset of the event
 * @param times at least 1
 */
record Vanished(long offset, int times) {

  /**
   * After so many times, events of the worker run one at a time, so that the one that ends the
   * process is known.
   */
  static final int TIMES_TOGETHER = 3;

  private static final Pattern TEXT =
      Pattern.compile("keyhook: offset (\\d{1,18}) begun (\\d{1,9})x");

  /** Reads the metadata of an offset; empty if it does not say that an event was begun. */
  static Optional<Vanished> parse(@Nullable String metadata) {
    Matcher matcher = TEXT.matcher(metadata == null ? "" : metadata);
    return matcher.matches()
        ? Optional.of(
            new Vanished(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  String text() {
    return "keyhook: offset " + offset + " begun " + times + "x";
  }

  /** Returns whether events must run one at a time. */
  boolean isSuspicious() {
    return times >= TIMES_TOGETHER;
  }

  /** Returns whether a worker vanished while no other event was running. */
  boolean isProven() {
    return times > TIMES_TOGETHER;
  }
}
