package dev.keyhook.events.internal;

import dev.keyhook.MalformedEventException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole JSON document, strictly, into maps, lists, texts, numbers, booleans and nulls. For
 * test tools; events are read by the generated readers. Stateless.
 */
public final class JsonTree {

  private static final int MAX_DEPTH = 64;

  private JsonTree() {}

  /** Returns the members of an object; null if the bytes are not one JSON object. */
  public static @Nullable Map<String, @Nullable Object> object(byte[] utf8) {
    JsonScanner in = new JsonScanner(utf8, 0, MAX_DEPTH);
    try {
      if (in.kind() != '{') {
        return null;
      }
      Map<String, @Nullable Object> members = members(in);
      in.peek();
      return in.position() == utf8.length ? members : null;
    } catch (MalformedEventException e) {
      return null;
    }
  }

  private static @Nullable Object value(JsonScanner in) {
    int kind = in.kind();
    return switch (kind) {
      case '{' -> members(in);
      case '[' -> items(in);
      case '"' -> in.text();
      default -> {
        int from = in.position();
        in.skipValue();
        String literal = in.ascii(from);
        yield switch (kind) {
          case 't', 'f' -> Boolean.valueOf(literal);
          case 'n' -> null;
          default -> new BigDecimal(literal);
        };
      }
    };
  }

  private static Map<String, @Nullable Object> members(JsonScanner in) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    in.enter();
    for (boolean first = true; in.peek() != '}'; first = false) {
      if (!first) {
        in.take(',');
      }
      if (in.kind() != '"') {
        throw in.unexpected();
      }
      String name = in.text();
      in.take(':');
      members.put(name, value(in));
    }
    in.leave();
    return members;
  }

  private static List<@Nullable Object> items(JsonScanner in) {
    List<@Nullable Object> items = new ArrayList<>();
    in.enter();
    for (boolean first = true; in.peek() != ']'; first = false) {
      if (!first) {
        in.take(',');
      }
      items.add(value(in));
    }
    in.leave();
    return items;
  }
}
