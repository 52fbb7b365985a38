package dev.keyhook.inbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Headers as text in a column: one line {@code name: value} each, with {@code \\}, line breaks and
 * characters that a database refuses as Java escapes.
 */
final class Headers {

  private Headers() {}

  static String encode(SortedMap<String, List<String>> headers) {
    StringBuilder out = new StringBuilder();
    headers.forEach(
        (name, values) -> {
          for (String value : values) {
            escape(name, out);
            out.append(": ");
            escape(value, out);
            out.append('\n');
          }
        });
    return out.toString();
  }

  static SortedMap<String, List<String>> decode(String text) {
    SortedMap<String, List<String>> headers = new TreeMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              headers
                  .computeIfAbsent(unescape(line.substring(0, colon)), n -> new ArrayList<>())
                  .add(unescape(line.substring(colon + 2)));
            });
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      header.setValue(Collections.unmodifiableList(header.getValue()));
    }
    return Collections.unmodifiableSortedMap(headers);
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '\\' || c >= 0x7f) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
  }

  private static String unescape(String text) {
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (; escape >= 0; escape = text.indexOf('\\', from)) {
      out.append(text, from, escape);
      out.append((char) Integer.parseInt(text.substring(escape + 2, escape + 6), 16));
      from = escape + 6;
    }
    return out.append(text, from, text.length()).toString();
  }
}
