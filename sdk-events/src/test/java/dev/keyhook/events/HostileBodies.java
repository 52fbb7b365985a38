package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Bodies that try to use more time or memory than their size justifies. The main method parses all
 * of them, to be run with a small heap and stack, and prints their number.
 */
final class HostileBodies {

  private static final String KEY_ADDED =
      "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{@}}}";
  private static final String LOCK_CREATED =
      "{\"detail-type\":\"LockCreated\",\"detail\":{\"data\":{@}}}";
  private static final String TEMP_KEY =
      "{\"detail-type\":\"TempKeyCreated\",\"detail\":{\"data\":{@}}}";
  private static final String ALARM =
      "{\"detail-type\":\"AlarmTriggered\",\"detail\":{\"data\":{@}}}";
  private static final String SHADOW = "{\"detail-type\":\"Shadow Update\",\"detail\":{@}}";
  private static final String UNKNOWN = "{\"detail-type\":\"New\",\"detail\":{@}}";
  private static final String ENVELOPE = "{@,\"detail-type\":\"KeyAdded\",\"detail\":{}}";
  private static final String LATE = "{\"detail\":{\"data\":{@}},\"detail-type\":\"KeyAdded\"}";
  private static final String HOME = "{\"trigger\":\"DeviceLockStateChanged\",\"data\":{@}}";

  private HostileBodies() {}

  /** Returns functions that create bodies of about a given size, by description. */
  static Map<String, IntFunction<byte[]>> all() {
    Map<String, IntFunction<byte[]>> bodies = new LinkedHashMap<>();
    for (String frame : List.of(KEY_ADDED, ENVELOPE, LATE, HOME)) {
      add(bodies, frame, "unknown fields", i -> "\"a" + i + "\":0", ",");
      add(bodies, frame, "one unknown field again and again", i -> "\"a\":0", ",");
      add(bodies, frame, "unknown empty objects", i -> "\"" + i + "\":{}", ",");
      add(bodies, frame, "names with the same hash", HostileBodies::sameHash, ",");
      add(bodies, frame, "names of escapes", i -> "\"\\u0061" + i + "\":[]", ",");
      add(bodies, frame, "long names", i -> "\"" + "n".repeat(900) + i + "\":0", ",");
      within(bodies, frame, "an unknown array of empty arrays", "\"a\":[", "[]", ",", "]");
      within(bodies, frame, "an unknown array of numbers", "\"a\":[", "7", ",", "]");
      within(bodies, frame, "an unknown text of escapes", "\"a\":\"", "\\u0041", "", "\"");
      within(bodies, frame, "a name of one letter", "\"", "n", "", "\":0");
      within(bodies, frame, "a name of escapes", "\"", "\\n", "", "\":0");
      within(bodies, frame, "a number of digits", "\"a\":", "9", "", "");
      within(bodies, frame, "white space", "\"a\":", " ", "", "0");
      within(bodies, frame, "brackets", "\"a\":", "[", "", "");
      within(bodies, frame, "objects in objects", "\"a\":", "{\"a\":", "", "");
    }
    add(bodies, KEY_ADDED, "one known field again and again", i -> "\"lockId\":7", ",");
    add(bodies, KEY_ADDED, "values that cannot be read", i -> "\"lockId\":{}", ",");
    add(bodies, KEY_ADDED, "times that cannot be read", i -> "\"timestamp\":\"x\"", ",");
    within(bodies, KEY_ADDED, "digits of a whole number", "\"lockId\":", "9", "", "");
    within(bodies, KEY_ADDED, "digits in a text", "\"lockId\":\"", "9", "", "\"");
    within(bodies, KEY_ADDED, "digits of an exponent", "\"lockId\":1e", "9", "", "");
    within(bodies, KEY_ADDED, "zeros of a fraction", "\"lockId\":7.", "0", "", "");
    within(bodies, KEY_ADDED, "digits of a number for a text", "\"uuid\":", "9", "", "");
    within(bodies, KEY_ADDED, "digits of a time", "\"timestamp\":", "9", "", "");
    within(
        bodies,
        KEY_ADDED,
        "digits of a second",
        "\"timestamp\":\"2026-04-30T10:30:00.",
        "0",
        "",
        "Z\"");
    within(bodies, KEY_ADDED, "a long text", "\"uuid\":\"", "x", "", "\"");
    within(bodies, KEY_ADDED, "a text of escapes", "\"uuid\":\"", "\\u0041", "", "\"");
    within(bodies, KEY_ADDED, "a text of halves of pairs", "\"uuid\":\"", "\\ud800", "", "\"");
    within(bodies, KEY_ADDED, "a text of two-byte characters", "\"uuid\":\"", "\u00E9", "", "\"");
    within(
        bodies,
        KEY_ADDED,
        "a text of four-byte characters",
        "\"uuid\":\"",
        "\uD83D\uDD11",
        "",
        "\"");
    within(bodies, ALARM, "digits of a fraction", "\"rawValue\":0.", "1", "", "");
    within(bodies, ALARM, "digits of a decimal", "\"rawValue\":", "1", "", "");
    within(bodies, ALARM, "a decimal with a huge exponent", "\"rawValue\":1e", "9", "", "");
    within(bodies, ALARM, "a decimal in a text", "\"rawValue\":\"0.", "1", "", "\"");
    within(bodies, ALARM, "a word of a vocabulary", "\"channel\":\"", "w", "", "\"");
    within(bodies, LOCK_CREATED, "empty objects in a list", "\"keys\":[", "{}", ",", "]");
    within(bodies, LOCK_CREATED, "objects in a list", "\"keys\":[", "{\"uuid\":\"\"}", ",", "]");
    within(bodies, LOCK_CREATED, "numbers in a list of objects", "\"keys\":[", "7", ",", "]");
    within(bodies, LOCK_CREATED, "nulls in a list of objects", "\"keys\":[", "null", ",", "]");
    within(bodies, TEMP_KEY, "texts in a list", "\"allowedUserIds\":[", "\"\"", ",", "]");
    within(bodies, TEMP_KEY, "numbers in a list of texts", "\"allowedUserIds\":[", "7", ",", "]");
    within(bodies, TEMP_KEY, "objects in a list of texts", "\"allowedUserIds\":[", "{}", ",", "]");
    within(bodies, ENVELOPE, "texts in resources", "\"resources\":[", "\"\"", ",", "]");
    within(bodies, ENVELOPE, "objects in resources", "\"resources\":[", "{}", ",", "]");
    within(bodies, ENVELOPE, "an identifier", "\"id\":\"", "\\\"", "", "\"");
    within(bodies, ENVELOPE, "a source", "\"source\":\"", "x", "", "\"");
    within(bodies, SHADOW, "a state of quotes", "\"reportedState\":\"", "\\\"", "", "\"");
    within(bodies, SHADOW, "a delta of white space", "\"deltaState\":\"{", " ", "", "}\"");
    within(bodies, SHADOW, "a state that is an array", "\"metadata\":[", "7", ",", "]");
    within(bodies, HOME, "an accessor of nulls", "\"accessor\":{", "\"id\":null", ",", "}");
    add(bodies, ENVELOPE, "details", i -> "\"detail\":{}", ",");
    add(bodies, ENVELOPE, "types", i -> "\"detail-type\":\"KeyAdded\"", ",");
    add(
        bodies,
        ENVELOPE,
        "types and details in turn",
        i -> "\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{}}",
        ",");
    add(
        bodies,
        ENVELOPE,
        "changing types",
        i -> "\"detail-type\":\"T" + i + "\",\"detail\":{}",
        ",");
    add(
        bodies,
        "{\"trigger\":\"CommandSucceeded\",@}",
        "data again and again",
        i -> "\"data\":{}",
        ",");
    bodies.put("open arrays", size -> filled(size, '['));
    bodies.put("open objects", size -> "{\"a\":".repeat(size / 5).getBytes(UTF_8));
    bodies.put("white space only", size -> filled(size, ' '));
    bodies.put("nothing but zero bytes", size -> filled(size, 0));
    bodies.put("nothing but digits", size -> filled(size, '7'));
    bodies.put("a text without end", size -> ("\"" + "x".repeat(size - 1)).getBytes(UTF_8));
    bodies.put("any bytes", HostileBodies::anyBytes);
    bodies.put(
        "white space behind an event",
        size -> (UNKNOWN.replace("@", "") + " ".repeat(size - 50)).getBytes(UTF_8));
    return bodies;
  }

  private static void add(
      Map<String, IntFunction<byte[]>> bodies,
      String frame,
      String name,
      IntFunction<String> part,
      String separator) {
    bodies.put(
        name + " in " + frame,
        size -> {
          StringBuilder all = new StringBuilder();
          for (int i = 0; all.length() < size - 1_200; i++) {
            all.append(i == 0 ? "" : separator).append(part.apply(i));
          }
          return frame.replace("@", all).getBytes(UTF_8);
        });
  }

  private static void within(
      Map<String, IntFunction<byte[]>> bodies,
      String frame,
      String name,
      String before,
      String part,
      String separator,
      String after) {
    int step = (part + separator).getBytes(UTF_8).length;
    bodies.put(
        name + " in " + frame,
        size -> {
          String all = before + (part + separator).repeat((size - 200) / step) + part + after;
          return frame.replace("@", all).getBytes(UTF_8);
        });
  }

  /** "Aa" and "BB" have the same hash code, and so do all sequences of them. */
  private static String sameHash(int number) {
    StringBuilder name = new StringBuilder("\"");
    for (int bit = 0; bit < 17; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.append("\":0").toString();
  }

  private static byte[] filled(int size, int b) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) b);
    return bytes;
  }

  private static byte[] anyBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Parses a body and uses the event as a program would; returns whether it is an event. */
  static boolean isEvent(EventParser<? extends Event<?>> parser, byte[] body) {
    try {
      Event<?> event = parser.parseUnverified(body);
      if (event.deviations().size() > 100) {
        throw new AssertionError(event.deviations().size() + " deviations");
      }
      int printed = event.data().toString().length() + event.data().toJson().toByteArray().length;
      int used = printed + event.data().hashCode() + event.raw().text().length();
      if (used == 7) {
        System.out.println("used"); // so that the compiler cannot eliminate the calls
      }
      return true;
    } catch (MalformedEventException malformed) {
      return false;
    }
  }

  /** Returns the parser that the body is meant for. */
  private static EventParser<? extends Event<?>> parserFor(String name, JsonLimits limits) {
    return name.contains("trigger")
        ? SchlageHomeEvents.parser(limits)
        : SmartphoneKeyEvents.parser(limits);
  }

  /** Reads all bodies of a size, the only argument. */
  public static void main(String[] arguments) throws InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int[] events = new int[1];
    Thread thread = new Thread(null, () -> events[0] = readAll(size), "small stack", 512 * 1024);
    thread.setUncaughtExceptionHandler(
        (failed, problem) -> {
          problem.printStackTrace(System.out);
          System.exit(1);
        });
    thread.start();
    thread.join();
    System.out.println(events[0] + " events from " + all().size() + " bodies");
  }

  private static int readAll(int size) {
    JsonLimits limits = JsonLimits.defaults().maxBytes(size);
    int events = 0;
    for (Map.Entry<String, IntFunction<byte[]>> hostile : all().entrySet()) {
      byte[] body = hostile.getValue().apply(size);
      System.out.println(body.length + " bytes: " + hostile.getKey());
      EventParser<? extends Event<?>> parser = parserFor(hostile.getKey(), limits);
      events += isEvent(parser, body) ? 1 : 0;
      events += isEvent(Vendor.deferring(parser), body) ? 1 : 0;
    }
    return events;
  }
}
