package dev.keyhook.webhooks.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Explanation.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A body as it may have been before a usual mishap. */
final class BodyVariant {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private static final String TAKE_THE_BYTES =
      " Hand over the bytes that were received, before anything decodes or parses them.";

  private final Cause cause;
  private final String advice;
  private final byte[] bytes;

  private BodyVariant(Cause cause, String advice, byte[] bytes) {
    this.cause = cause;
    this.advice = advice;
    this.bytes = bytes;
  }

  /** Returns the mishap. */
  Cause cause() {
    return cause;
  }

  /** Returns what it means, for a person. */
  String advice() {
    return advice;
  }

  /** Returns the body without it, not copied. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the variants worth trying, the likely ones first. */
  static List<BodyVariant> of(byte[] body) {
    List<BodyVariant> variants = new ArrayList<>();
    addNewlines(variants, body);
    addByteOrderMark(variants, body);
    addCharsets(variants, body);
    addLayouts(variants, body);
    return variants;
  }

  private static void addNewlines(List<BodyVariant> variants, byte[] body) {
    String added = "A line break was added at the end of the body." + TAKE_THE_BYTES;
    String removed = "The line break at the end of the body was removed." + TAKE_THE_BYTES;
    int end = body.length;
    while (end > 0 && (body[end - 1] == '\n' || body[end - 1] == '\r')) {
      end--;
      variants.add(new BodyVariant(Cause.NEWLINE_CHANGED, added, Arrays.copyOf(body, end)));
    }
    variants.add(new BodyVariant(Cause.NEWLINE_CHANGED, removed, joined(body, new byte[] {'\n'})));
    variants.add(
        new BodyVariant(Cause.NEWLINE_CHANGED, removed, joined(body, new byte[] {'\r', '\n'})));
    String changed = "The line breaks in the body were changed." + TAKE_THE_BYTES;
    String text = new String(body, ISO_8859_1);
    String unix = text.replace("\r\n", "\n");
    for (String other : List.of(unix, unix.replace("\n", "\r\n"), unix + "\n")) {
      variants.add(new BodyVariant(Cause.NEWLINE_CHANGED, changed, other.getBytes(ISO_8859_1)));
    }
  }

  private static void addByteOrderMark(List<BodyVariant> variants, byte[] body) {
    if (body.length >= 3 && Arrays.equals(body, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      variants.add(
          new BodyVariant(
              Cause.BYTE_ORDER_MARK,
              "A byte order mark was added to the body." + TAKE_THE_BYTES,
              Arrays.copyOfRange(body, 3, body.length)));
    } else {
      variants.add(
          new BodyVariant(
              Cause.BYTE_ORDER_MARK,
              "The byte order mark of the body was removed." + TAKE_THE_BYTES,
              joined(BYTE_ORDER_MARK, body)));
    }
  }

  private static void addCharsets(List<BodyVariant> variants, byte[] body) {
    String advice =
        "The body was decoded with another character set than UTF-8 and encoded again."
            + TAKE_THE_BYTES;
    variants.add(
        new BodyVariant(
            Cause.BODY_REWRITTEN, advice, new String(body, UTF_8).getBytes(ISO_8859_1)));
    variants.add(
        new BodyVariant(
            Cause.BODY_REWRITTEN, advice, new String(body, ISO_8859_1).getBytes(UTF_8)));
  }

  private static void addLayouts(List<BodyVariant> variants, byte[] body) {
    String advice = "The body was parsed and written again as JSON." + TAKE_THE_BYTES;
    for (byte[] rewritten : JsonLayouts.of(body)) {
      variants.add(new BodyVariant(Cause.BODY_REWRITTEN, advice, rewritten));
      variants.add(
          new BodyVariant(Cause.BODY_REWRITTEN, advice, joined(rewritten, new byte[] {'\n'})));
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
