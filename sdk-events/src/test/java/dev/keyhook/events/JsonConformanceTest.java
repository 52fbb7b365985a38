package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Valid JSON is accepted and invalid JSON is rejected, alone and anywhere in an event, according to
 * RFC 8259 without extensions.
 */
class JsonConformanceTest {

  /** Bytes are given as ISO-8859-1 characters, so that any byte can be expressed. */
  private static final List<String> JSON =
      List.of(
          "{}",
          "[]",
          "\"\"",
          "0",
          "-0",
          "1",
          "-1",
          "10",
          "1234567890",
          "0.0",
          "-0.0",
          "0.5",
          "1e1",
          "1E1",
          "1e+1",
          "1e-1",
          "0e0",
          "0E-0",
          "-0e+00",
          "1.5E+007",
          "123456789012345678",
          "1234567890123456789",
          "-9223372036854775808",
          "18446744073709551616",
          "123456789012345678901234567890123456789012345678901234567890123456789012345678901234567",
          "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000001",
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999999999999999",
          "true",
          "false",
          "null",
          " 1 ",
          "\n[\r\n\t]\n",
          "\t{ }\t",
          "[ ]",
          "[[]]",
          "[{}]",
          "[[],{},[]]",
          "[1,2]",
          "[1 , 2]",
          "[null,true,false,0,\"\",{},[]]",
          "{\"\":0}",
          "{\"a\":{}}",
          "{\"a\":[]}",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1,\"b\":2}",
          "{ \"a\" : 1 , \"b\" : 2 }",
          "{\"a\":{\"a\":{\"a\":null}}}",
          "{\"\\u0061\":0}",
          "{\"\\u0000\":0}",
          "{\"\\\"\":0}",
          "{\"a/b\":0,\"~\":1}",
          "\" \"",
          "\"a\"",
          "\"\\\"\"",
          "\"\\\\\"",
          "\"\\/\"",
          "\"/\"",
          "\"\\b\\f\\n\\r\\t\"",
          "\"\\u0000\"",
          "\"\\u001f\"",
          "\"\\u007F\"",
          "\"\u007F\"",
          "\"\\uABCD\"",
          "\"\\uabcd\"",
          "\"\\uAbCd\"",
          "\"\\u0022\"",
          "\"\\u005C\"",
          "\"\\\\u0061\"",
          "\"\\\\\\u0061\"",
          "\"\\ud83d\\udd11\"",
          "\"\\uD83D\\uDD11\"",
          "\"\\uFFFF\"",
          "\"\\uFEFF\"",
          "\"\\u2028\\u2029\"",
          "\"\u00C2\u0080\"",
          "\"\u00C3\u00A9\"",
          "\"\u00DF\u00BF\"",
          "\"\u00E0\u00A0\u0080\"",
          "\"\u00E2\u0082\u00AC\"",
          "\"\u00E2\u0080\u00A8\"",
          "\"\u00EF\u00BB\u00BF\"",
          "\"\u00EF\u00BF\u00BF\"",
          "\"\u00F0\u0090\u0080\u0080\"",
          "\"\u00F0\u009F\u0094\u0091\"",
          "\"\u00F4\u008F\u00BF\u00BF\"",
          "{\"\u00C3\u00A9\":\"\u00F0\u009F\u0094\u0091\"}",
          "\"\\ud800\"",
          "\"\\udc00\"",
          "\"\\ud800\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud800x\"",
          "\"'\"",
          "\"<!-- -->\"",
          "\"/* */\"",
          "\"{}\"",
          "\"[\"",
          "\"}\"");

  private static final List<String> NOT_JSON =
      List.of(
          // Numbers
          "+1",
          "-",
          "--1",
          "- 1",
          "00",
          "01",
          "-01",
          "-00",
          "00.5",
          ".5",
          "-.5",
          "1.",
          "1.e1",
          "1.e",
          "1e",
          "1e+",
          "1e-",
          "1E",
          "e1",
          "1e1.5",
          "1.5.5",
          "1e1e1",
          "1+1",
          "1-1",
          "0x10",
          "0b1",
          "0o7",
          "1_000",
          "1,5",
          "1L",
          "1f",
          "1d",
          "0e",
          "0e+",
          "0.e1",
          "0.",
          "-0.",
          "1 000",
          "Infinity",
          "-Infinity",
          "+Infinity",
          "NaN",
          "-NaN",
          "nan",
          "inf",
          "1e\u00BD",
          "\u00EF\u00BC\u0091",
          "-\u00EF\u00BC\u0091",
          "1\u00EF\u00BC\u0091",
          // Literals
          "True",
          "TRUE",
          "tru",
          "truE",
          "truee",
          "true1",
          "nul",
          "nulll",
          "NULL",
          "None",
          "nil",
          "undefined",
          "fals",
          "falsE",
          "falsey",
          "yes",
          "a",
          "t rue",
          "n",
          "f",
          "t",
          "*",
          "@",
          // Texts
          "\"",
          "\"a",
          "a\"",
          "'a'",
          "`a`",
          "\"a'",
          "\"\\\"",
          "\"\\",
          "\"\\a\"",
          "\"\\x41\"",
          "\"\\U0041\"",
          "\"\\'\"",
          "\"\\0\"",
          "\"\\ \"",
          "\"\\u\"",
          "\"\\u0\"",
          "\"\\u00\"",
          "\"\\u004\"",
          "\"\\u004g\"",
          "\"\\u 041\"",
          "\"\\u+041\"",
          "\"\\u-041\"",
          "\"\\ u0041\"",
          "\"\\u\u00EF\u00BC\u0090041\"",
          "\"\\\n\"",
          "\"\n\"",
          "\"\t\"",
          "\"\r\"",
          "\"\u0000\"",
          "\"\u0001\"",
          "\"\u001F\"",
          "\"\\u0041",
          "\"\\ud83d\\u\"",
          "\"\\ud83d\\\"",
          "\"a\"\"b\"",
          "\"a\" \"b\"",
          "\"a\"b",
          "\"\\\u00C3\u00A9\"",
          // Not UTF-8
          "\"\u0080\"",
          "\"\u00BF\"",
          "\"\u00C0\u0080\"",
          "\"\u00C1\u00BF\"",
          "\"\u00C3\"",
          "\"\u00C3x\"",
          "\"\u00E0\u0080\u0080\"",
          "\"\u00E0\u009F\u00BF\"",
          "\"\u00E2\u0082\"",
          "\"\u00ED\u00A0\u0080\"",
          "\"\u00ED\u00BF\u00BF\"",
          "\"\u00F0\u0080\u0080\u0080\"",
          "\"\u00F0\u009F\u0094\"",
          "\"\u00F4\u0090\u0080\u0080\"",
          "\"\u00F5\u0080\u0080\u0080\"",
          "\"\u00FE\"",
          "\"\u00FF\"",
          "\u00FF",
          "[\u00FF]",
          "{\"\u00FF\":0}",
          "{\u00FF:0}",
          // Arrays
          "[",
          "]",
          "[[",
          "[]]",
          "[1",
          "[1,",
          "[1,]",
          "[1,,2]",
          "[,]",
          "[,1]",
          "[,",
          "[1 2]",
          "[1;2]",
          "[1:2]",
          "[1:]",
          "[:1]",
          "[\"a\":1]",
          "[1}",
          "[}",
          "[{]",
          "[{]}",
          "[1,{]",
          "[\"a\"",
          "[\"a",
          "[true",
          "[tru]",
          "[nul]",
          "[-]",
          "[1.]",
          "[a]",
          "[*]",
          "[\"\"\"\"]",
          "[1]x",
          "(1)",
          "<1>",
          // Objects
          "{",
          "}",
          "{{",
          "{{}}",
          "{}}",
          "{]",
          "{[}",
          "{\"a\"",
          "{\"a\":",
          "{\"a\":1",
          "{\"a\":1,",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\",1}",
          "{\"a\" 1}",
          "{\"a\"=1}",
          "{\"a\"::1}",
          "{:1}",
          "{,}",
          "{\"a\":1,}",
          "{,\"a\":1}",
          "{\"a\":1,,\"b\":2}",
          "{\"a\":1 \"b\":2}",
          "{\"a\":1;\"b\":2}",
          "{a:1}",
          "{'a':1}",
          "{1:1}",
          "{null:1}",
          "{true:1}",
          "{[]:1}",
          "{{}:1}",
          "{\"a\":1]",
          "{\"a\":[}",
          "{\"a\":[1}",
          "{\"a\":1}x",
          "{\"a\":1 2}",
          "{\"a\":\"b}",
          "{\"a:1}",
          "{\"a\":1}}",
          "{\"a\":1,\"b\"}",
          "{\"a\":1,1}",
          "{\"a\":tru}",
          "{\"a\":1.}",
          "{\"a\\\":1}",
          // White space, comments, other things
          "",
          " ",
          "\n",
          "\u0000",
          "1\u0000",
          "[\u0000]",
          "{\u0000}",
          "[\f1]",
          "[\u000B1]",
          "\u00C2\u00A01",
          "[\u00C2\u00A0]",
          "\u00E2\u0080\u00831",
          "[\u00EF\u00BB\u00BF]",
          "// c\n1",
          "1// c",
          "/* c */1",
          "1/* c */",
          "[1/* c */]",
          "{/* c */}",
          "#c\n1",
          "<!-- -->1",
          "\\u0031",
          "[\\u0020]",
          "{\\u0022a\\u0022:1}",
          "\\",
          "\\n",
          "&",
          "$",
          ":",
          ",",
          ";",
          "()",
          "1\n2",
          "1 2",
          "{}{}",
          "[][]",
          "{},{}",
          "[],[]",
          "\"\",\"\"",
          "null null",
          "\u001E{}\n");

  /** The places where a value can occur: it replaces {@code @}. */
  private static final List<String> PLACES =
      List.of(
          // read as a text, a number, a time, a boolean, an object, a list
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"keyUuid\":@}}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":@}}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"timestamp\":@}}}",
          "{\"detail-type\":\"MatterPinSet\",\"detail\":{\"data\":{\"timestamp\":@}}}",
          "{\"detail-type\":\"AlarmTriggered\",\"detail\":{\"data\":{\"rawValue\":@}}}",
          "{\"detail-type\":\"AlarmTriggered\",\"detail\":{\"data\":{\"channel\":@}}}",
          "{\"detail-type\":\"RtspCameraUpdated\",\"detail\":{\"data\":{\"sourceChanged\":@}}}",
          "{\"detail-type\":\"TempKeyUpdated\",\"detail\":{\"data\":{\"changes\":@}}}",
          "{\"detail-type\":\"LockCreated\",\"detail\":{\"data\":{\"keys\":@}}}",
          "{\"detail-type\":\"LockCreated\",\"detail\":{\"data\":{\"keys\":[@]}}}",
          "{\"detail-type\":\"TempKeyCreated\",\"detail\":{\"data\":{\"allowedUserIds\":@}}}",
          "{\"detail-type\":\"TempKeyCreated\",\"detail\":{\"data\":{\"allowedUserIds\":[@]}}}",
          "{\"detail-type\":\"ReportedShadowUpdated\",\"detail\":{\"data\":{\"reported\":@}}}",
          "{\"detail-type\":\"Shadow Update\",\"detail\":{\"deltaState\":@}}",
          "{\"detail-type\":\"Shadow Update\",\"detail\":{\"desiredState\":@}}",
          "{\"trigger\":\"DeviceConnectivityStateChanged\",\"data\":{\"connected\":@}}",
          "{\"trigger\":\"DeviceLockStateChanged\",\"data\":{\"accessor\":@}}",
          // around the data
          "{\"id\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"source\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"time\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"resources\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"replay-name\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"version\":@}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"timestamp\":@}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"aggregateId\":@}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":@}}",
          "{\"eventType\":@,\"trigger\":\"New\",\"data\":{}}",
          // never read
          "{\"unknown\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
          "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"unknown\":[@,{\"a\":@}]}}}",
          "{\"detail-type\":\"New\",\"detail\":{\"data\":@}}",
          "{\"detail\":{\"data\":@},\"detail-type\":\"KeyAdded\"}",
          "{\"trigger\":\"New\",\"data\":{\"a\":@}}");

  private static List<EventParser<? extends Event<?>>> parsersFor(String place) {
    EventParser<? extends Event<?>> parser =
        place.contains("\"trigger\"") ? SchlageHomeEvents.parser() : SmartphoneKeyEvents.parser();
    return List.of(parser, Vendor.deferring(parser));
  }

  @Test
  void readsEveryJsonValueAnywhereInAnEvent() throws Exception {
    onASmallStack(
        () -> {
          for (String place : PLACES) {
            for (String json : JSON) {
              byte[] body = place.replace("@", json).getBytes(ISO_8859_1);
              for (EventParser<? extends Event<?>> parser : parsersFor(place)) {
                use(parser.parseUnverified(body));
              }
            }
          }
        });
  }

  @Test
  void rejectsInvalidJsonAnywhereInAnEvent() throws Exception {
    onASmallStack(
        () -> {
          List<String> read = new ArrayList<>();
          for (String place : PLACES) {
            for (String noJson : NOT_JSON) {
              String text = place.replace("@", noJson);
              byte[] body = text.getBytes(ISO_8859_1);
              // Some are valid JSON in their context.
              for (EventParser<? extends Event<?>> parser : parsersFor(place)) {
                if (outcome(parser, body) && !ReferenceJson.accepts(body)) {
                  read.add(text);
                }
              }
            }
          }
          assertThat(read).isEmpty();
        });
  }

  @Test
  void rejectsValuesThatAreNotEvents() {
    for (String json : JSON) {
      assertThat(isJson(json)).as(json).isTrue();
    }
    for (String noJson : NOT_JSON) {
      assertThat(isJson(noJson)).as(noJson).isFalse();
    }
  }

  private static boolean isJson(String text) {
    byte[] body = text.getBytes(ISO_8859_1);
    boolean json = outcome(SmartphoneKeyEvents.parser(), body);
    assertThat(outcome(SchlageHomeEvents.parser(), body)).as(text).isEqualTo(json);
    return json;
  }

  @Test
  void usesCasesOnWhichAnotherParserAgrees() {
    assertThat(JSON).allMatch(json -> ReferenceJson.accepts(json.getBytes(ISO_8859_1)));
    assertThat(NOT_JSON).noneMatch(json -> ReferenceJson.accepts(json.getBytes(ISO_8859_1)));
    assertThat(ReferenceJson.accepts("\uFEFF{}".getBytes(UTF_8))).isTrue();
  }

  /** Returns whether the body is valid JSON: an event, or rejected only because of its content. */
  private static boolean outcome(EventParser<? extends Event<?>> parser, byte[] body) {
    try {
      use(parser.parseUnverified(body));
      return true;
    } catch (MalformedEventException malformed) {
      return ReferenceJson.isJson(malformed);
    }
  }

  /** Calls everything that a program may call on an event. */
  static void use(Event<?> event) {
    assertThat(event.data().toString()).isNotEmpty();
    assertThat(ReferenceJson.accepts(event.data().toJson().toByteArray())).isTrue();
    assertThat(event.deviations()).hasSizeLessThanOrEqualTo(100);
    assertThat(event).hasSameHashCodeAs(event).isEqualTo(event);
    assertThat(event.raw().text()).isNotEmpty();
  }

  /** The stack size of a thread in some servers. */
  static void onASmallStack(Runnable test) throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread = new Thread(null, test, "small stack", 512 * 1024);
    thread.setUncaughtExceptionHandler((failed, problem) -> thrown.add(problem));
    thread.start();
    thread.join();
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.get(0));
    }
  }
}
