package dev.keyhook.testkit.internal;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of a fake's responses, without a JSON library in the user's tests. Stateless. */
final class JsonText {

  private JsonText() {}

  /** Returns JSON text for maps, collections, texts, numbers, booleans and nulls. */
  static String of(Map<String, ? extends @Nullable Object> members) {
    StringBuilder out = new StringBuilder();
    write(out, members);
    return out.toString();
  }

  private static void write(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      String separator = "{";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator);
        quote(out, String.valueOf(member.getKey()));
        out.append(':');
        write(out, member.getValue());
        separator = ",";
      }
      out.append(members.isEmpty() ? "{}" : "}");
    } else if (value instanceof Collection<?> items) {
      String separator = "[";
      for (Object item : items) {
        out.append(separator);
        write(out, item);
        separator = ",";
      }
      out.append(items.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      out.append(value);
    } else {
      quote(out, value.toString());
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
