package dev.keyhook.events;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.MissingFieldException;
import dev.keyhook.RawJson;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Shape;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads the values of all public accessors, and computes the expected values from JSON and schema,
 * both as a map by accessor.
 */
final class Values {

  /** The value of an accessor that throws {@link MissingFieldException}. */
  record Missing(String pointer) {}

  /** A value of a vocabulary. */
  record Word(String value, boolean isKnown) {}

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Values() {}

  /** Calls every accessor of an object. */
  static Map<String, Object> read(Shape shape, Object data) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : shape.fields()) {
      values.put(field.accessor(), plain(shape.vendor(), field, call(data, field.accessor())));
      if (field.nullDiffers()) {
        String isNull = isNullAccessor(field);
        values.put(isNull, call(data, isNull));
      }
    }
    return values;
  }

  static String isNullAccessor(Field field) {
    return "is"
        + Character.toUpperCase(field.accessor().charAt(0))
        + field.accessor().substring(1)
        + "Null";
  }

  static Object call(Object object, String method) {
    try {
      return object.getClass().getMethod(method).invoke(object);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof MissingFieldException missing) {
        return new Missing(missing.pointer());
      }
      throw new AssertionError(method, thrown.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Cannot call " + method, e);
    }
  }

  private static Object plain(Vendor vendor, Field field, Object value) {
    if (value instanceof Missing) {
      return value;
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? plain(vendor, field, optional.get()) : Optional.empty();
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : Optional.empty();
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : Optional.empty();
    }
    if (value instanceof RawJson raw) {
      return json(raw.text());
    }
    return switch (field.kind()) {
      case VOCABULARY -> new Word((String) call(value, "value"), (boolean) call(value, "isKnown"));
      case OBJECT -> read(vendor.shape(field.target()), value);
      case OBJECTS -> {
        List<Object> list = new ArrayList<>();
        ((List<?>) value).forEach(item -> list.add(read(vendor.shape(field.target()), item)));
        yield list;
      }
      default -> value;
    };
  }

  /** Returns the expected values of the accessors for an object in the form of the schema. */
  static Map<String, Object> expect(Shape shape, JsonNode object, String pointer) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : shape.fields()) {
      JsonNode value = object.path(field.name());
      String at = pointer + "/" + field.name();
      if (!value.isMissingNode() && !value.isNull()) {
        values.put(field.accessor(), expect(shape.vendor(), field, value, at));
      } else {
        values.put(field.accessor(), field.throwsIfMissing() ? new Missing(at) : Optional.empty());
      }
      if (field.nullDiffers()) {
        values.put(isNullAccessor(field), value.isNull());
      }
    }
    return values;
  }

  private static Object expect(Vendor vendor, Field field, JsonNode value, String pointer) {
    return switch (field.kind()) {
      case TEXT -> value.textValue();
      case TEXT_OR_NUMBER -> value.asText();
      case LONG -> value.longValue();
      case DOUBLE -> value.doubleValue();
      case BOOLEAN -> value.booleanValue();
      case BOOLEAN_OR_TEXT -> value.asText().equals("true");
      case ISO_TIME -> OffsetDateTime.parse(value.textValue()).toInstant();
      case EPOCH_TIME -> Instant.ofEpochMilli(value.longValue());
      case VOCABULARY ->
          new Word(
              value.textValue(),
              vendor.vocabulary(field.target()).values().stream()
                  .anyMatch(value.textValue()::equalsIgnoreCase));
      case OBJECT -> expect(vendor.shape(field.target()), value, pointer);
      case OBJECTS -> {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
          list.add(expect(vendor.shape(field.target()), value.path(i), pointer + "/" + i));
        }
        yield list;
      }
      case TEXTS -> {
        List<Object> list = new ArrayList<>();
        value.forEach(item -> list.add(item.textValue()));
        yield list;
      }
      case JSON_TEXT, JSON_TEXT_OR_OBJECT, JSON_OBJECT ->
          json(value.isTextual() ? value.textValue() : value.toString());
    };
  }

  /**
   * The parsed tree, to ignore white space and escapes, or the text itself if it is invalid JSON.
   */
  private static Object json(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return tree.isContainerNode() ? tree : text;
    } catch (IOException noJson) {
      return text;
    }
  }
}
