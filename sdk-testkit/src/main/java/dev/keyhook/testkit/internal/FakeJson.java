package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as maps, lists, texts, numbers, booleans and nulls, so that the fakes bring no
 * JSON library into anybody's tests. Not thread-safe.
 */
public final class FakeJson {

  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  private FakeJson(String text) {
    this.text = text;
  }

  /** Returns the members of an object; null if it is none. */
  public static @Nullable Map<String, @Nullable Object> object(byte[] utf8) {
    FakeJson json = new FakeJson(new String(utf8, UTF_8));
    try {
      json.skipSpace();
      Map<String, @Nullable Object> members = json.members();
      json.skipSpace();
      return json.at == json.text.length() ? members : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Object value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    begin('{');
    for (boolean more = !ends('}'); more; more = goesOn('}')) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<@Nullable Object> items() {
    List<@Nullable Object> items = new ArrayList<>();
    begin('[');
    for (boolean more = !ends(']'); more; more = goesOn(']')) {
      items.add(value());
    }
    return items;
  }

  private void begin(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw wrong();
    }
  }

  private boolean ends(char bracket) {
    skipSpace();
    if (peek() != bracket) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  private boolean goesOn(char bracket) {
    if (ends(bracket)) {
      return false;
    }
    expect(',');
    return true;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < 0x20) {
        throw wrong();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong();
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw wrong();
    };
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong();
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.0123456789Ee".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return new BigDecimal(text.substring(start, at)); // NumberFormatException if it is none
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    if (next() != c) {
      throw wrong();
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException("Not JSON");
  }

  /** Returns JSON text for maps, collections, texts, numbers, booleans and nulls. */
  public static String text(Map<String, ? extends @Nullable Object> members) {
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
