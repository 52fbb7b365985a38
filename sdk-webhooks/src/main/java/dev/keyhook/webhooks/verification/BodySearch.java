package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Searches for the signed body by reversing common mistakes.
 *
 * <p>A hostile body costs little: only one variant is in memory at a time, there are less than a
 * hundred of them, and their total size is limited.
 */
final class BodySearch {

  /** Sufficient for the simple variants of a body of 1 MiB, and for all variants of an event. */
  private static final long MAX_TOTAL_BYTES = 1 << 24;

  /** How many line breaks at the end are removed one by one. */
  private static final int MAX_TRAILING_BREAKS = 4;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] LF = {'\n'};
  private static final byte[] CR_LF = {'\r', '\n'};

  private static final String USE_THE_BYTES =
      " Pass on the exact bytes received, before anything decodes or parses them.";

  /** The common mistakes, the most likely first. */
  enum Mistake {
    NEWLINE_ADDED(Cause.NEWLINE_CHANGED, "A line break was added at the end of the body."),
    NEWLINE_REMOVED(Cause.NEWLINE_CHANGED, "The line break at the end of the body was removed."),
    NEWLINES_CHANGED(Cause.NEWLINE_CHANGED, "The line breaks in the body were changed."),
    MARK_ADDED(Cause.BYTE_ORDER_MARK, "A byte order mark was added to the body."),
    MARK_REMOVED(Cause.BYTE_ORDER_MARK, "The byte order mark of the body was removed."),
    CHARSET_CHANGED(
        Cause.BODY_REWRITTEN,
        "The body was decoded with another character set than UTF-8 and encoded again."),
    RESERIALISED(Cause.BODY_REWRITTEN, "The body was parsed and serialised again as JSON.");

    private final Cause cause;
    private final String sentence;

    Mistake(Cause cause, String sentence) {
      this.cause = cause;
      this.sentence = sentence;
    }

    Explanation explanation() {
      return new Explanation(cause, sentence + USE_THE_BYTES);
    }
  }

  private final byte[] body;
  private final Predicate<byte[]> isSigned;
  private long bytesLeft = MAX_TOTAL_BYTES;

  /**
   * Creates a search.
   *
   * @param body as received; not copied
   * @param isSigned whether the signature is one of this body
   */
  BodySearch(byte[] body, Predicate<byte[]> isSigned) {
    this.body = body;
    this.isSigned = isSigned;
  }

  /** Returns the first mistake whose reversal makes the signature valid. */
  Optional<Mistake> find() {
    return Arrays.stream(Mistake.values()).filter(this::explains).findFirst();
  }

  private boolean explains(Mistake mistake) {
    return switch (mistake) {
      case NEWLINE_ADDED -> isSignedWithFewerBreaks();
      case NEWLINE_REMOVED -> matches(joined(body, LF)) || matches(joined(body, CR_LF));
      case NEWLINES_CHANGED -> isSignedWithOtherBreaks(new String(body, ISO_8859_1));
      case MARK_ADDED -> hasMark() && matches(Arrays.copyOfRange(body, 3, body.length));
      case MARK_REMOVED -> !hasMark() && matches(joined(BYTE_ORDER_MARK, body));
      case CHARSET_CHANGED ->
          matches(new String(body, UTF_8).getBytes(ISO_8859_1))
              || matches(new String(body, ISO_8859_1).getBytes(UTF_8));
      case RESERIALISED ->
          JsonLayouts.anyMatch(body, layout -> matches(layout) || matches(joined(layout, LF)));
    };
  }

  private boolean matches(byte[] variant) {
    if (variant.length > bytesLeft) {
      return false;
    }
    bytesLeft -= variant.length;
    return isSigned.test(variant);
  }

  private boolean isSignedWithFewerBreaks() {
    int end = body.length;
    for (int i = 0; i < MAX_TRAILING_BREAKS && end > 0 && isBreak(body[end - 1]); i++) {
      end--;
      if (matches(Arrays.copyOf(body, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBreak(byte b) {
    return b == '\n' || b == '\r';
  }

  private boolean isSignedWithOtherBreaks(String text) {
    String unix = text.replace("\r\n", "\n");
    return matches(unix.getBytes(ISO_8859_1))
        || matches(unix.replace("\n", "\r\n").getBytes(ISO_8859_1))
        || matches((unix + "\n").getBytes(ISO_8859_1));
  }

  private boolean hasMark() {
    return body.length >= 3 && Arrays.equals(body, 0, 3, BYTE_ORDER_MARK, 0, 3);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
