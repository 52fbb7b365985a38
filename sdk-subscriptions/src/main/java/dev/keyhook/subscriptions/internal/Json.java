package dev.keyhook.subscriptions.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of a response, read leniently: missing members and those of another type are absent,
 * unknown members are kept. Immutable.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS) // the same bytes in each JVM
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS) // write 2026-01-01T00:00:00Z
          .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS) // epoch milliseconds
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode node;
  private final String pointer;

  private Json(JsonNode node, String pointer) {
    this.node = node;
    this.pointer = pointer;
  }

  /** Returns an empty value. */
  public static Json empty() {
    return new Json(MAPPER.createObjectNode(), "");
  }

  /** Reads a document; null if it is invalid. */
  static @Nullable Json read(byte[] utf8) {
    try {
      JsonNode node = MAPPER.readTree(utf8);
      return node.isContainerNode() ? new Json(node, "") : null;
    } catch (IOException e) {
      return null; // its message quotes the body
    }
  }

  static byte[] bytes(Map<String, ?> members) {
    try {
      return MAPPER.writeValueAsBytes(members);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not representable as JSON"); // its message quotes values
    }
  }

  /** Returns a text as it is written within JSON, without the quotes around it. */
  static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** Returns a text, or a number or boolean as text. */
  public Optional<String> text(String name) {
    JsonNode member = node.path(name);
    return member.isValueNode() && !member.isNull()
        ? Optional.of(member.asText())
        : Optional.empty();
  }

  /**
   * Returns a text that the vendor's schema calls required.
   *
   * @throws MissingFieldException if it is absent, null, an object or an array
   */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  /** Returns the error that says that a member is absent or cannot be read. */
  public MissingFieldException missing(String name) {
    return new MissingFieldException(pointer + "/" + name);
  }

  /** Returns a time written in ISO-8601 or as epoch milliseconds; empty if it is neither. */
  public Optional<Instant> instant(String name) {
    JsonNode member = node.path(name);
    if (!member.isTextual() && !member.isIntegralNumber()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.treeToValue(member, Instant.class));
    } catch (JsonProcessingException | DateTimeException | ArithmeticException e) {
      return Optional.empty(); // no time, or one that an Instant cannot hold
    }
  }

  /** Returns a whole number, also one that is written as text. */
  public OptionalLong number(String name) {
    JsonNode member = node.path(name);
    if (member.canConvertToExactIntegral() && member.canConvertToLong()) {
      return OptionalLong.of(member.asLong());
    }
    try {
      return member.isTextual()
          ? OptionalLong.of(Long.parseLong(member.asText()))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Returns whether a member is missing or null. */
  public boolean isAbsent(String name) {
    return !node.hasNonNull(name);
  }

  /** Returns whether a member is an empty text, or false. */
  boolean isEmptyText(String name) {
    JsonNode member = node.path(name);
    return (member.isTextual() && member.asText().isBlank()) || isFalse(name);
  }

  /** Returns whether a member is present and false. */
  public boolean isFalse(String name) {
    return node.path(name).isBoolean() && !node.path(name).asBoolean();
  }

  /** Returns whether a member is an array with items, all of which {@link #texts} returns. */
  public boolean hasTexts(String name) {
    JsonNode member = node.path(name);
    if (!member.isArray() || member.isEmpty()) {
      return false;
    }
    for (JsonNode item : member) {
      if (!item.isValueNode() || item.isNull()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the texts of an array; other items are skipped. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    node.path(name)
        .forEach(
            item -> {
              if (item.isValueNode() && !item.isNull()) {
                texts.add(item.asText());
              }
            });
    return List.copyOf(texts);
  }

  /** Returns the objects of an array; empty if there is no such array. */
  public Optional<List<Json>> objects(String name) {
    return objects(node.path(name), pointer + "/" + name);
  }

  /** Returns the objects of this array; empty if this is not an array. */
  public Optional<List<Json>> objects() {
    return objects(node, pointer);
  }

  private static Optional<List<Json>> objects(JsonNode array, String pointer) {
    if (!array.isArray()) {
      return Optional.empty();
    }
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i).isObject()) {
        items.add(new Json(array.get(i), pointer + "/" + i));
      }
    }
    return Optional.of(List.copyOf(items));
  }

  /** Returns the object under a name; an empty one if there is none. */
  Json object(String name) {
    JsonNode member = node.path(name);
    return member.isObject() ? new Json(member, pointer + "/" + name) : empty();
  }

  /** Returns the names of the members, in order; empty if this is not an object. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns a member of any type as text: JSON text for objects and arrays. */
  @Nullable String anything(String name) {
    JsonNode member = node.path(name);
    if (member.isMissingNode() || member.isNull()) {
      return null;
    }
    return member.isValueNode() ? member.asText() : member.toString();
  }

  /** Returns this value as JSON, including unknown members. */
  public RawJson raw() {
    return RawJson.of(node.toString());
  }

  /** Returns this object with an additional member; this value itself if it is not an object. */
  public Json with(String name, Object value) {
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.set(name, MAPPER.valueToTree(value));
    }
    return new Json(copy, pointer);
  }

  /** Returns this value without a member. */
  public Json without(String name) {
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.remove(name);
    }
    return new Json(copy, pointer);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  /** Prints no content. */
  @Override
  public String toString() {
    return "Json[***]";
  }
}
