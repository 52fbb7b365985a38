package dev.keyhook.events;

import dev.keyhook.EventData;
import dev.keyhook.RawJson;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Creates data of any class with random values, with builders called by reflection. */
final class RandomData {

  private final Random random;
  private final double probabilityOfAField;

  RandomData(Random random, double probabilityOfAField) {
    this.random = random;
    this.probabilityOfAField = probabilityOfAField;
  }

  EventData of(Shape type) {
    return (EventData) build(type);
  }

  Object build(Shape shape) {
    Object builder = builder(shape);
    for (Field field : shape.fields()) {
      if (random.nextDouble() >= probabilityOfAField) {
        continue;
      }
      if (field.nullDiffers() && random.nextBoolean()) {
        step(builder, field.accessor() + "Null");
      } else {
        step(builder, field.accessor(), value(shape.vendor(), field));
      }
    }
    return step(builder, "build");
  }

  static Object builder(Shape shape) {
    try {
      return shape.javaClass().getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(shape.name(), e);
    }
  }

  static Object step(Object builder, String name, Object... arguments) {
    Method method =
        Stream.of(builder.getClass().getMethods())
            .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow(() -> new AssertionError(builder.getClass() + " has no step " + name));
    try {
      return method.invoke(builder, arguments);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(name, thrown.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(name, e);
    }
  }

  Object value(Vendor vendor, Field field) {
    return switch (field.kind()) {
      case TEXT, TEXT_OR_NUMBER -> text();
      case LONG -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(1000);
      case DOUBLE -> random.nextBoolean() ? random.nextInt(100) / 4.0 : finite();
      case BOOLEAN, BOOLEAN_OR_TEXT -> random.nextBoolean();
      case ISO_TIME ->
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
      case EPOCH_TIME -> Instant.ofEpochMilli(random.nextLong());
      case VOCABULARY -> word(vendor, field.target());
      case OBJECT -> build(vendor.shape(field.target()));
      case OBJECTS -> list(() -> build(vendor.shape(field.target())));
      case TEXTS -> list(this::text);
      case JSON_TEXT, JSON_TEXT_OR_OBJECT ->
          RawJson.of(random.nextBoolean() ? text() : "{\"a\":1}");
      case JSON_OBJECT ->
          RawJson.of("{" + JsonText.quote(unicode()) + " : [" + random.nextInt() + "]}");
    };
  }

  private Object word(Vendor vendor, String vocabulary) {
    List<String> known = List.copyOf(vendor.vocabulary(vocabulary).values());
    String text = random.nextInt(4) == 0 ? text() : known.get(random.nextInt(known.size()));
    try {
      return vendor.modelClass(vocabulary).getMethod("of", String.class).invoke(null, text);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(vocabulary, e);
    }
  }

  private <T> List<T> list(java.util.function.Supplier<T> item) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(item.get());
    }
    return list;
  }

  private double finite() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 0.5;
  }

  /** Any Java string, including lone surrogates. */
  String text() {
    if (random.nextInt(8) > 0) {
      return unicode();
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  /** Any text that UTF-8 can encode. */
  String unicode() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int limit =
          switch (random.nextInt(4)) {
            case 0 -> 0x80;
            case 1 -> 0x800;
            case 2 -> 0xD800;
            default -> 0x110000;
          };
      int character = random.nextInt(limit);
      boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
      text.appendCodePoint(surrogate ? 0x1F511 : character);
    }
    return text.toString();
  }
}
