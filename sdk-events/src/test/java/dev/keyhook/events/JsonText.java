package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Writes JSON in valid forms that libraries do not produce: repeated or reordered members, escapes,
 * white space, numbers such as 4321.0. Immutable.
 */
final class JsonText {

  /** Chooses which members of an object are written, in which order, and how often. */
  interface Members {
    Collection<Map.Entry<String, JsonNode>> of(String pointer, ObjectNode object);
  }

  private record Literal(String json) {}

  private static final JsonText PLAIN =
      new JsonText((pointer, object) -> object.properties(), JsonText::quote, () -> "");

  private final Members members;
  private final UnaryOperator<String> quoting;
  private final Supplier<String> space;

  private JsonText(Members members, UnaryOperator<String> quoting, Supplier<String> space) {
    this.members = members;
    this.quoting = quoting;
    this.space = space;
  }

  static JsonText plain() {
    return PLAIN;
  }

  JsonText members(Members chosen) {
    return new JsonText(chosen, quoting, space);
  }

  /** Writes texts and names, including the quotes. */
  JsonText quoting(UnaryOperator<String> chosen) {
    return new JsonText(members, chosen, space);
  }

  /** The text to write wherever JSON allows white space. */
  JsonText space(Supplier<String> chosen) {
    return new JsonText(members, quoting, chosen);
  }

  /** A value that is written literally. */
  static JsonNode literal(String json) {
    return new POJONode(new Literal(json));
  }

  byte[] write(JsonNode node) {
    StringBuilder out = new StringBuilder();
    write(node, "", out);
    return out.toString().getBytes(UTF_8);
  }

  private void write(JsonNode node, String pointer, StringBuilder out) {
    out.append(space.get());
    if (node instanceof ObjectNode object) {
      writeObject(object, pointer, out);
    } else if (node.isArray()) {
      out.append('[');
      for (int i = 0; i < node.size(); i++) {
        out.append(i == 0 ? "" : ",");
        write(node.path(i), pointer + "/" + i, out);
      }
      out.append(node.isEmpty() ? space.get() : "").append(']');
    } else if (node instanceof TextNode) {
      out.append(quoting.apply(node.textValue()));
    } else if (node instanceof POJONode pojo && pojo.getPojo() instanceof Literal literal) {
      out.append(literal.json());
    } else {
      out.append(node);
    }
    out.append(space.get());
  }

  private void writeObject(ObjectNode object, String pointer, StringBuilder out) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> member : members.of(pointer, object)) {
      out.append(first ? "" : ",").append(space.get());
      out.append(quoting.apply(member.getKey())).append(space.get()).append(':');
      write(member.getValue(), pointer + "/" + member.getKey(), out);
      first = false;
    }
    out.append(first ? space.get() : "").append('}');
  }

  /** Quotes a text with the fewest escapes that JSON allows. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(escape(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Quotes a text with every character as a hexadecimal escape. */
  static String quoteWithEscapesOnly(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      quoted.append(escape(text.charAt(i)));
    }
    return quoted.append('"').toString();
  }

  static String escape(char c) {
    return String.format("\\u%04x", (int) c);
  }
}
