package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.matter.MatterAttribute;
import dev.keyhook.events.smartphonekey.matter.MatterChange;
import dev.keyhook.events.smartphonekey.matter.MatterState;
import dev.keyhook.events.smartphonekey.matter.MatterState.Kind;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Reads any state that Matter's data model allows, and damaged ones. Nothing throws, and the values
 * equal those that Jackson reads.
 */
class MatterStatePropertyTest {

  private static final int STATES = 4_000;
  private static final int TEXTS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Seed SEED = Seed.of(MatterStatePropertyTest.class);

  /**
   * The possible values of Matter's integers, enumerations and bitmaps, including the reserved null
   * values.
   */
  private static final long[] INTEGERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    9,
    100,
    200,
    254,
    255,
    0x7FFF,
    -0x8000,
    0xFFFF,
    0x7FFF_FFFFL,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private static final String[] ODDITIES = {
    "",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\",
    "\\u",
    "null",
    "tru",
    "NaN",
    "-",
    "1e5",
    "n/a",
    "1/257/0",
    "\"1/257/0\":",
    " ",
    "\n",
    "\u0000",
    "\uD83D",
    "\u00E9"
  };

  private record Path3(long cluster, long id) {}

  private static List<Path3> documentedAttributes() {
    try {
      Matcher row =
          Pattern.compile("(?m)^\\| (\\d+)/(\\d+) \\|")
              .matcher(Files.readString(Path.of("../docs/vendors/matter-attributes.md")));
      List<Path3> attributes = new ArrayList<>();
      while (row.find()) {
        attributes.add(new Path3(Long.parseLong(row.group(1)), Long.parseLong(row.group(2))));
      }
      return attributes;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final List<Path3> ATTRIBUTES = documentedAttributes();

  // ---- Valid states

  @Test
  void readsEveryStateOfTheDataModel() throws IOException {
    for (int i = 0; i < STATES; i++) {
      Random random = SEED.random("state " + i);
      Map<String, String> members = members(random);
      String text = text(members, random);
      String place = SEED + ", state " + i + ": " + text;
      MatterState state = MatterState.of(RawJson.of(text));

      assertThat(state.kind()).as(place).isNotEqualTo(Kind.UNREADABLE);
      touch(state, place);
      for (Map.Entry<String, JsonNode> member : JSON.readTree(text).properties()) {
        if (member.getKey().matches("\\d+/\\d+/\\d+")) {
          check(state, member.getKey(), member.getValue(), place);
        }
      }
    }
  }

  private static void check(MatterState state, String path, JsonNode expected, String place) {
    String[] parts = path.split("/", -1);
    MatterAttribute read =
        state.attribute(Long.parseLong(parts[1]), Long.parseLong(parts[2])).stream()
            .filter(attribute -> attribute.endpoint() == Long.parseLong(parts[0]))
            .findFirst()
            .orElseThrow(() -> new AssertionError(path + " is missing: " + place));
    assertThat(read.isNull()).as(place).isEqualTo(expected.isNull());
    assertThat(read.isNotAvailable()).as(place).isEqualTo(expected.asText().equals("n/a"));
    if (expected.isTextual() && !expected.asText().equals("n/a")) {
      assertThat(read.text()).as(place).contains(expected.textValue());
    } else {
      assertThat(read.text()).as(place).isEmpty();
    }
    if (expected.isIntegralNumber()) {
      assertThat(read.integer()).as(place).hasValue(expected.longValue());
    }
    if (expected.isNumber()) {
      assertThat(read.number()).as(place).hasValue(expected.doubleValue());
    }
    if (expected.isBoolean()) {
      assertThat(read.bool()).as(place).contains(expected.booleanValue());
    }
    if (expected.isContainerNode()) {
      assertThat(read.bool()).as(place).isEmpty();
      assertThat(read.integer()).as(place).isEmpty();
    }
  }

  // ---- Two states

  @Test
  void mergesAndComparesAnyTwoStates() throws IOException {
    for (int i = 0; i < STATES; i++) {
      Random random = SEED.random("pair " + i);
      String older = text(members(random), random);
      String newer = text(members(random), random);
      String place = SEED + ", pair " + i + ": " + older + " and " + newer;
      MatterState before = MatterState.of(RawJson.of(older));
      MatterState after = MatterState.of(RawJson.of(newer));

      MatterState merged = before.merge(after);

      touch(merged, place);
      assertThat(MatterState.changes(merged, after)).as(place).isEmpty();
      assertThat(MatterState.changes(before, before)).as(place).isEmpty();
      List<MatterChange> changes = MatterState.changes(before, after);
      List<String> changed =
          changes.stream().flatMap(c -> c.attribute().stream()).map(a -> a.path()).toList();
      JsonNode one = JSON.readTree(older);
      for (Map.Entry<String, JsonNode> member : JSON.readTree(newer).properties()) {
        if (member.getKey().matches("\\d+/\\d+/\\d+")) {
          JsonNode previous = one.get(member.getKey());
          boolean isSame =
              previous != null && canonical(previous).equals(canonical(member.getValue()));
          assertThat(!changed.contains(member.getKey()))
              .as(member.getKey() + place)
              .isEqualTo(isSame);
        }
      }
    }
  }

  private static Object canonical(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "1" : "0";
    }
    if (value.isNumber() || value.isTextual()) {
      try {
        return new BigDecimal(value.asText()).stripTrailingZeros().toPlainString();
      } catch (NumberFormatException text) {
        return value.toString();
      }
    }
    return value.toString();
  }

  // ---- Damaged states

  @Test
  void throwsOnNoText() {
    MatterState known = MatterState.of(RawJson.of("{\"available\":true,\"1/257/0\":1}"));
    for (int i = 0; i < TEXTS; i++) {
      Random random = SEED.random("text " + i);
      StringBuilder text = new StringBuilder(text(members(random), random));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(4));
        text.replace(at, to, ODDITIES[random.nextInt(ODDITIES.length)]);
      }
      String place = SEED + ", text " + i + ": " + text;
      try {
        MatterState state = MatterState.of(RawJson.of(text.toString()));
        touch(state, place);
        MatterState.changes(known, state);
        MatterState.pending(state, known);
        MatterState.of(RawJson.of(text.toString().getBytes(UTF_8))).merge(known);
      } catch (RuntimeException e) {
        throw new AssertionError(place, e);
      }
    }
  }

  /** Calls every accessor of a state and of the objects that it returns. */
  private static void touch(Object object, String place) {
    for (Method method : object.getClass().getMethods()) {
      if (method.getParameterCount() > 0
          || Modifier.isStatic(method.getModifiers())
          || method.getDeclaringClass() == Object.class) {
        continue;
      }
      try {
        Object result = method.invoke(object);
        assertThat(result).as("%s: %s", method.getName(), place).isNotNull();
        if (result instanceof Collection<?> all) {
          all.stream()
              .filter(MatterAttribute.class::isInstance)
              .forEach(attribute -> touch(attribute, place));
        }
      } catch (InvocationTargetException e) {
        throw new AssertionError(method.getName() + ": " + place, e.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    if (object instanceof MatterState state) {
      for (long deviceType : new long[] {10, 21, 65, 67, 68, 2128, -1}) {
        assertThat(state.booleanState(deviceType)).as(place).isNotNull();
      }
    }
  }

  // ---- The generator

  private static Map<String, String> members(Random random) {
    Map<String, String> members = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      members.put("available", value(random));
    }
    if (random.nextInt(4) == 0) {
      members.put("uuid", quoted(random));
      members.put("bridge_uuid", quoted(random));
    }
    if (random.nextInt(8) == 0) {
      members.put("lastCommand", "{\"command\":" + value(random) + "}");
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      members.put(path(random), value(random));
    }
    return members;
  }

  private static String path(Random random) {
    long endpoint = random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(3);
    if (random.nextInt(8) == 0) {
      return endpoint + "/" + (random.nextLong() >>> 32) + "/" + (random.nextLong() >>> 32);
    }
    Path3 attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
    long id = random.nextInt(16) == 0 ? 65528 + random.nextInt(6) : attribute.id();
    return endpoint + "/" + attribute.cluster() + "/" + id;
  }

  private static String value(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> "null";
      case 1 -> "\"n/a\"";
      case 2, 3 -> Boolean.toString(random.nextBoolean());
      case 4 -> quoted(random);
      case 5 -> Double.toString(random.nextInt(100_000) / 64.0);
      case 6 -> "[" + list(random, MatterStatePropertyTest::integer) + "]";
      case 7 -> "[" + list(random, MatterStatePropertyTest::struct) + "]";
      case 8 -> struct(random);
      default -> integer(random);
    };
  }

  private static String integer(Random random) {
    return Long.toString(INTEGERS[random.nextInt(INTEGERS.length)]);
  }

  private static String struct(Random random) {
    return "{\"0\":" + integer(random) + ",\"1\":" + (random.nextBoolean() ? "null" : "[1]") + "}";
  }

  private static String list(Random random, java.util.function.Function<Random, String> element) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(element.apply(random));
    }
    return String.join(random.nextBoolean() ? "," : " , ", elements);
  }

  private static String quoted(Random random) {
    return random.nextInt(3) == 0
        ? "\"" + random.nextInt(3) + "\""
        : JsonText.quote(new RandomData(random, 1).unicode());
  }

  private static String text(Map<String, String> members, Random random) {
    String space = random.nextInt(4) == 0 ? " \n" : "";
    List<String> parts = new ArrayList<>();
    members.forEach((name, value) -> parts.add("\"" + name + "\":" + space + value));
    return space + "{" + String.join(space + ",", parts) + space + "}" + space;
  }
}
