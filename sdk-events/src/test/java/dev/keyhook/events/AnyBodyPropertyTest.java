package dev.keyhook.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyhook.Deviation;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.events.Vendor.Example;
import dev.keyhook.events.Vendor.Field;
import dev.keyhook.events.Vendor.Kind;
import dev.keyhook.events.Vendor.Place;
import dev.keyhook.events.smartphonekey.LockData;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Equivalent JSON texts of an event give the same values; all other bytes are rejected. */
class AnyBodyPropertyTest {

  private static final Seed SEED = Seed.of(AnyBodyPropertyTest.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<Example> EXAMPLES = Vendor.everyExampleOfAKnownType().toList();

  @Test
  void readsTheSameValuesFromAnyEquivalentBody() {
    for (int round = 0; round < 1000; round++) {
      Random random = SEED.random("written " + round);
      Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size())).copy();
      Set<String> expected = new TreeSet<>();
      for (Place place : example.places()) {
        if (place.pointer().startsWith(example.dataPointer())) {
          changeValues(place, random);
        }
      }
      addNulls(example, expected);
      JsonNode written = withUnknownFields(example, random, expected);

      byte[] body = anyStyle(random).write(written);
      EventParser<? extends Event<?>> parser =
          random.nextBoolean() ? example.vendor().parser() : example.vendor().deferring();
      Event<?> event = parser.parseUnverified(body);

      String description = SEED + ", round " + round + ", " + example;
      assertThat(event.type()).as(description).isEqualTo(example.type());
      assertThat(Values.read(example.shape(), event.data()))
          .as(description)
          .isEqualTo(Values.expect(example.shape(), example.data(), example.dataPointer()));
      assertThat(event.raw().toByteArray()).as(description).isEqualTo(body);
      if (expected.size() < 100) {
        assertThat(new TreeSet<>(event.deviations().stream().map(Deviation::toString).toList()))
            .as(description)
            .containsAll(expected);
      }
    }
  }

  /** Changes texts to other texts, null or nothing, and the expected values accordingly. */
  private static void changeValues(Place place, Random random) {
    RandomData values = new RandomData(random, 1);
    for (Field field : place.fields()) {
      int choice = random.nextInt(10);
      boolean text = field.kind() == Kind.TEXT && !field.name().equals("type");
      if (choice == 0 && !field.required() && place.object().has(field.name())) {
        place.object().putNull(field.name());
      } else if (choice == 1 && !field.required()) {
        place.object().remove(field.name());
      } else if (choice < 5 && text) {
        place.object().put(field.name(), values.text());
      } else if (choice < 5 && field.kind() == Kind.LONG) {
        place.object().put(field.name(), random.nextLong());
      } else if (choice < 5 && field.kind() == Kind.JSON_TEXT) {
        place.object().put(field.name(), values.text());
      }
    }
  }

  private static void addNulls(Example example, Set<String> expected) {
    for (Place place : example.places()) {
      for (Field field : place.fields()) {
        if (place.object().path(field.name()).isNull() && !field.nullable()) {
          expected.add("UNEXPECTED_NULL at " + place.pointer() + "/" + field.name());
        }
      }
    }
  }

  private static JsonNode withUnknownFields(Example example, Random random, Set<String> expected) {
    Example extended = example.copy();
    for (Place place : extended.places()) {
      for (int i = random.nextInt(4); i > 0; i--) {
        String name = "x" + new RandomData(random, 1).unicode();
        place.object().set(name, anyJson(random, 3));
        expected.add(
            Deviation.of(
                    Deviation.Kind.UNKNOWN_FIELD,
                    place.pointer() + "/" + name.replace("~", "~0").replace("/", "~1"))
                .toString());
      }
    }
    return extended.body();
  }

  private static JsonNode anyJson(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 ->
          JsonText.literal(
              random.nextInt(100) + "." + random.nextInt(100) + "E-" + random.nextInt(400));
      case 4 -> JSON.textNode(new RandomData(random, 1).text());
      case 5 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(anyJson(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(new RandomData(random, 1).text(), anyJson(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static JsonText anyStyle(Random random) {
    int order = random.nextInt(3);
    int escapes = random.nextInt(4);
    int spaces = random.nextInt(4);
    return JsonText.plain()
        .members(
            (pointer, object) -> {
              List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
              if (order > 0) {
                Collections.shuffle(members, random);
              }
              return members;
            })
        .quoting(text -> quoted(text, random, escapes))
        .space(() -> spaces == 0 ? " \t\r\n".substring(random.nextInt(5)) : "");
  }

  private static String quoted(String text, Random random, int escapes) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A lone surrogate can only be written as an escape.
      boolean half =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1)));
      if (half || (escapes == 0 && random.nextInt(3) == 0)) {
        String escape = JsonText.escape(c);
        quoted.append(
            random.nextBoolean()
                ? escape
                : escape.toUpperCase(java.util.Locale.ROOT).replace("U", "u"));
        if (!half && Character.isHighSurrogate(c)) {
          quoted.append(JsonText.escape(text.charAt(++i)));
        }
      } else if (Character.isHighSurrogate(c)) {
        quoted.append(c).append(text.charAt(++i));
      } else {
        int at = "\"\\/\b\f\n\r\t".indexOf(c);
        boolean optional = c == '/' && random.nextBoolean();
        if (at >= 0 && !optional && (c >= ' ' || random.nextBoolean())) {
          quoted.append('\\').append("\"\\/bfnrt".charAt(at));
        } else {
          quoted.append(c < ' ' ? JsonText.escape(c) : String.valueOf(c));
        }
      }
    }
    return quoted.append('"').toString();
  }

  @Test
  void readsTimesAsTheJdkDoes() {
    Random random = SEED.random("times");
    for (int round = 0; round < 20_000; round++) {
      String text = anyTime(random);
      Instant expected;
      try {
        expected = OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException noTime) {
        expected = null;
      }

      Instant actual = timeOf("KeyAdded", text);
      if (!Objects.equals(actual, expected)) {
        assertThat(actual).as(SEED + ": " + text).isEqualTo(expected);
      }
    }
  }

  /** A valid time in most cases, otherwise one with a character changed, omitted or added. */
  private static String anyTime(Random random) {
    int digits = random.nextInt(9);
    String fraction =
        digits == 0
            ? ""
            : "." + String.format("%09d", random.nextInt(1_000_000_000)).substring(0, digits);
    String text =
        String.format(
            "%04d-%02d-%02dT%02d:%02d:%02d%s%s",
            random.nextInt(4) == 0 ? random.nextInt(10_000) : 1960 + random.nextInt(150),
            1 + random.nextInt(12),
            1 + random.nextInt(random.nextInt(4) == 0 ? 31 : 28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            fraction,
            List.of("Z", "Z", "Z", "z", "+00:00", "-03:30", "+18:00").get(random.nextInt(7)));
    int at = random.nextInt(text.length());
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + (char) (' ' + random.nextInt(95)) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      case 2 -> text.substring(0, at) + random.nextInt(10) + text.substring(at);
      default -> text;
    };
  }

  private static Instant timeOf(String type, String text) {
    Example example = Vendor.SMARTPHONE_KEY.example(type);
    ObjectNode data = JSON.objectNode().put("timestamp", text);
    ((ObjectNode) example.body().path("detail")).set("data", data);
    try {
      return ((LockData) example.parse().data()).timestamp();
    } catch (MissingFieldException unreadable) {
      return null;
    }
  }

  @Test
  void readsWholeNumbersAsTheJdkDoes() {
    Random random = SEED.random("numbers");
    for (int round = 0; round < 20_000; round++) {
      String number = anyNumber(random);
      Long expected;
      try {
        expected = new BigDecimal(number).longValueExact();
      } catch (ArithmeticException notWhole) {
        expected = null;
      }

      assertWholeNumber(number, expected);
      assertWholeNumber("\"" + number + "\"", expected);
    }
  }

  private static String anyNumber(Random random) {
    BigInteger digits = new BigInteger(random.nextInt(72), random);
    String number = (random.nextBoolean() ? "-" : "") + digits;
    if (random.nextInt(3) == 0) {
      number +=
          "." + (random.nextBoolean() ? "0".repeat(1 + random.nextInt(5)) : random.nextInt(1000));
    }
    if (random.nextInt(3) == 0) {
      number += (random.nextBoolean() ? "e" : "E+") + random.nextInt(8);
    } else if (digits.signum() > 0 && number.indexOf('.') < 0 && random.nextInt(3) == 0) {
      number += "0".repeat(random.nextInt(4)) + "e-" + random.nextInt(4);
    }
    return number;
  }

  private static void assertWholeNumber(String json, Long expected) {
    String body = "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":" + json + "}}}";
    LockData lock =
        (LockData) Vendor.SMARTPHONE_KEY.parse(body.getBytes(StandardCharsets.UTF_8)).data();
    Long actual;
    try {
      actual = lock.lockId();
    } catch (MissingFieldException unreadable) {
      actual = null;
    }
    if (!Objects.equals(actual, expected)) {
      assertThat(actual).as(SEED + ": " + json).isEqualTo(expected);
    }
  }

  @Test
  void parsesOrRejectsAnyBytes() {
    List<byte[]> bodies = EXAMPLES.stream().map(Example::bytes).toList();
    for (int round = 0; round < 5_000; round++) {
      Random random = SEED.random("bytes " + round);
      Example example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
      byte[] body = example.bytes();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        body = changed(body, bodies.get(random.nextInt(bodies.size())), random);
      }
      boolean json = isJson(example.vendor().parser(), body);
      if (json != ReferenceJson.accepts(body)) {
        assertThat(json)
            .as(SEED + ", round " + round + ": " + new String(body, StandardCharsets.ISO_8859_1))
            .isEqualTo(!json);
      }
    }
  }

  private static boolean isJson(EventParser<? extends Event<?>> parser, byte[] body) {
    try {
      JsonConformanceTest.use(parser.parseUnverified(body));
      return true;
    } catch (MalformedEventException malformed) {
      return ReferenceJson.isJson(malformed);
    }
  }

  private static byte[] changed(byte[] body, byte[] other, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = random.nextInt(body.length + 1);
    int to = Math.min(body.length, from + random.nextInt(12));
    out.write(body, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 ->
          out.writeBytes(
              "{}[]\":,0-e.\\ntf".substring(random.nextInt(14)).getBytes(StandardCharsets.UTF_8));
      case 2 -> {
        int start = random.nextInt(other.length);
        out.write(other, start, Math.min(random.nextInt(40), other.length - start));
      }
      case 3 -> out.write(body, from, to - from); // repeated
      default -> {
        // Omitted.
      }
    }
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }
}
