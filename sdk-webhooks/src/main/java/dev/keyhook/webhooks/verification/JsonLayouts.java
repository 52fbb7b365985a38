package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Formats JSON in common layouts: compact, with spaces, indented, and its strings with and without
 * escapes. The order of members is kept.
 *
 * <p>It only finds where strings begin and end, so a text that is not JSON becomes another harmless
 * text. One layout exists at a time, and none grows beyond 1 MiB.
 */
final class JsonLayouts {

  /** A larger body is not tried. */
  private static final int MAX_BYTES = 1 << 18;

  /**
   * The limit for indentation, which makes a hostile text of brackets and commas many times longer.
   */
  private static final int MAX_LAYOUT_LENGTH = 1 << 20;

  /** Deeper levels are not indented further. */
  private static final int MAX_DEPTH = 16;

  private static final List<UnaryOperator<String>> ESCAPINGS =
      List.of(
          JsonLayouts::unescaped,
          json -> json.replace("\\/", "/"),
          json -> json.replace("\\/", "/").replace("/", "\\/"),
          JsonLayouts::ascii);

  private static final List<UnaryOperator<String>> LAYOUTS =
      List.of(
          UnaryOperator.identity(),
          json -> spaced(json, ",", ":"),
          json -> spaced(json, ", ", ": "),
          json -> indented(json, "  ", ": "),
          json -> indented(json, "  ", " : "),
          json -> indented(json, "    ", ": "),
          json -> indented(json, "\t", ": "));

  private JsonLayouts() {}

  /** Returns whether a layout of the body satisfies the predicate; false if it is over 256 KiB. */
  static boolean anyMatch(byte[] body, Predicate<byte[]> predicate) {
    if (body.length > MAX_BYTES) {
      return false;
    }
    String text = new String(body, UTF_8);
    if (anyLayoutMatches(text, predicate)) {
      return true;
    }
    for (UnaryOperator<String> escaping : ESCAPINGS) {
      String escaped = escaping.apply(text);
      if (!escaped.equals(text) && anyLayoutMatches(escaped, predicate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyLayoutMatches(String json, Predicate<byte[]> predicate) {
    for (UnaryOperator<String> layout : LAYOUTS) {
      String written = layout.apply(json);
      if (written.length() <= MAX_LAYOUT_LENGTH && predicate.test(written.getBytes(UTF_8))) {
        return true;
      }
    }
    return false;
  }

  private static String spaced(String json, String comma, String colon) {
    StringBuilder out = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); ) {
      int end = endOfToken(json, i);
      char c = json.charAt(i);
      if (c == ',') {
        out.append(comma);
      } else if (c == ':') {
        out.append(colon);
      } else if (!isSpace(c)) {
        out.append(json, i, end);
      }
      i = end;
    }
    return out.toString();
  }

  private static String indented(String json, String step, String colon) {
    StringBuilder out = new StringBuilder(json.length() + 64);
    String dense = spaced(json, ",", ":");
    int depth = 0;
    for (int i = 0; i < dense.length() && out.length() <= MAX_LAYOUT_LENGTH; ) {
      int end = endOfToken(dense, i);
      char c = dense.charAt(i);
      if (c == '{' || c == '[') {
        out.append(c);
        boolean isEmpty =
            end < dense.length() && (dense.charAt(end) == '}' || dense.charAt(end) == ']');
        if (isEmpty) {
          out.append(dense.charAt(end++));
        } else {
          depth = Math.min(depth + 1, MAX_DEPTH);
          newLine(out, step, depth);
        }
      } else if (c == '}' || c == ']') {
        depth = Math.max(depth - 1, 0);
        newLine(out, step, depth);
        out.append(c);
      } else if (c == ',') {
        out.append(c);
        newLine(out, step, depth);
      } else if (c == ':') {
        out.append(colon);
      } else {
        out.append(dense, i, end);
      }
      i = end;
    }
    return out.toString();
  }

  private static void newLine(StringBuilder out, String step, int depth) {
    out.append('\n').append(step.repeat(depth));
  }

  /** Returns where the string that begins here ends, or the next character. */
  private static int endOfToken(String json, int from) {
    if (json.charAt(from) != '"') {
      return from + 1;
    }
    int i = from + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, json.length());
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Returns the text with each {@code \\uXXXX} above ASCII as the character itself. */
  private static String unescaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\' && i + 1 < json.length()) {
        int unit = json.charAt(i + 1) == 'u' ? hex(json, i + 2) : -1;
        if (unit >= 0x80) {
          out.append((char) unit);
          i += 5;
        } else {
          out.append(c).append(json.charAt(++i));
        }
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int hex(String json, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < json.length() ? Character.digit(json.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Returns the text with each character above ASCII as {@code \\uXXXX}. */
  private static String ascii(String json) {
    HexFormat hex = HexFormat.of();
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x80) {
        out.append(c);
      } else {
        out.append("\\u").append(hex.toHexDigits(c));
      }
    }
    return out.toString();
  }
}
