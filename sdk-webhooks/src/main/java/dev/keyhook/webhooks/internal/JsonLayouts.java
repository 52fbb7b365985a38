package dev.keyhook.webhooks.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The same JSON in the usual layouts: compact, with spaces, indented; and its texts with and
 * without escapes. The order of members stays as it is.
 *
 * <p>It only looks for the borders of texts, so what is not JSON comes out as something harmless.
 */
final class JsonLayouts {

  /** A larger body is not tried: a hostile one would take memory for nothing. */
  private static final int MAX_BYTES = 1 << 18;

  /** Deeper levels are not indented further. */
  private static final int MAX_DEPTH = 16;

  private JsonLayouts() {}

  /** Returns the body in each layout, in no promised order; none if it is over 256 KiB. */
  static List<byte[]> of(byte[] body) {
    if (body.length > MAX_BYTES) {
      return List.of();
    }
    String text = new String(body, UTF_8);
    List<String> escapings =
        List.of(text, unescaped(text), text.replace("\\/", "/"), escapedSlashes(text), ascii(text));
    List<byte[]> layouts = new ArrayList<>();
    for (String escaping : escapings.stream().distinct().toList()) {
      layouts.add(escaping.getBytes(UTF_8));
      layouts.add(spaced(escaping, ",", ":").getBytes(UTF_8));
      layouts.add(spaced(escaping, ", ", ": ").getBytes(UTF_8));
      layouts.add(indented(escaping, "  ", ": ").getBytes(UTF_8));
      layouts.add(indented(escaping, "  ", " : ").getBytes(UTF_8));
      layouts.add(indented(escaping, "    ", ": ").getBytes(UTF_8));
      layouts.add(indented(escaping, "\t", ": ").getBytes(UTF_8));
    }
    return layouts;
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
    StringBuilder out = new StringBuilder(2 * json.length());
    String dense = spaced(json, ",", ":");
    int depth = 0;
    for (int i = 0; i < dense.length(); ) {
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

  /** Returns where the text that begins here ends, or the next character. */
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

  private static String ascii(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x80) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static String escapedSlashes(String json) {
    return json.replace("\\/", "/").replace("/", "\\/");
  }
}
