package dev.keyhook.events;

import static dev.keyhook.MalformedEventException.Reason.EMPTY;
import static dev.keyhook.MalformedEventException.Reason.INVALID_UTF8;
import static dev.keyhook.MalformedEventException.Reason.NOT_AN_OBJECT;
import static dev.keyhook.MalformedEventException.Reason.NOT_JSON;
import static dev.keyhook.MalformedEventException.Reason.NO_PAYLOAD;
import static dev.keyhook.MalformedEventException.Reason.NO_TYPE;
import static dev.keyhook.MalformedEventException.Reason.OVER_LIMIT;
import static dev.keyhook.MalformedEventException.Reason.TRAILING_BYTES;
import static dev.keyhook.MalformedEventException.Reason.TRUNCATED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.JsonLimits;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MalformedEventException.Reason;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that is not an event is rejected with the reason and the byte offset, and no content. */
class MalformedEventTest {

  /** A body with every type of value, with escapes, and with characters of one to four bytes. */
  private static final String WHOLE =
      "{\"version\": \"0\",\"id\":\"e\\u00e9-1\",\"detail-type\":\"ResidentAdded\","
          + "\"source\":\"spk.api\",\"time\":\"2026-03-03T10:02:06Z\",\"resources\":[\"a\", \"\"],"
          + "\"unknown\":[true,false,null,-0.5e-3,{\"\":[[]]},\"\\\"\\\\\\ud83d\\udd11\"],"
          + "\"detail\":{\"partnerId\":\"acme\",\"version\":18,\"data\":{\"lockId\":4321.0,"
          + "\"name\":\"Ir\u00E8ne \u20AC \uD83D\uDD11 Adler\",\"email\":null,\"userId\":true}}}";

  private static final String LOCKED =
      "{\"eventId\":\"e-1\",\"deviceId\":\"d-1\",\"time\":\"2026-05-04T17:31:08.000Z\","
          + "\"eventType\":\"DeviceUpdate\",\"trigger\":\"DeviceLockStateChanged\","
          + "\"data\":{\"lockState\":\"Locked\",\"accessor\":{\"id\":null,"
          + "\"friendlyName\":\"\u00C9 \uD83D\uDD11\",\"accessType\":\"Thumbturn\"}},"
          + "\"version\":\"2.0\"}";

  private static final class Whole {

    private final EventParser<? extends Event<?>> parser;
    private final byte[] body;

    Whole(EventParser<? extends Event<?>> parser, byte[] body) {
      this.parser = parser;
      this.body = body;
    }

    EventParser<? extends Event<?>> parser() {
      return parser;
    }

    byte[] body() {
      return body;
    }

    @Override
    public String toString() {
      return parser.getClass().getSimpleName();
    }
  }

  static Stream<Whole> aBodyOfEachVendor() {
    return Stream.of(
        new Whole(SmartphoneKeyEvents.parser(), WHOLE.getBytes(UTF_8)),
        new Whole(SchlageHomeEvents.parser(), LOCKED.getBytes(UTF_8)));
  }

  static Stream<Whole> aBodyOfEachVendorReadAtOnceAndLater() {
    return aBodyOfEachVendor()
        .flatMap(
            whole -> Stream.of(whole, new Whole(Vendor.deferring(whole.parser()), whole.body())));
  }

  private static void assertMalformed(String body, Reason reason, long byteOffset) {
    assertMalformed(SmartphoneKeyEvents.parser(), body.getBytes(UTF_8), reason, byteOffset);
  }

  private static void assertMalformed(
      EventParser<?> parser, byte[] body, Reason reason, long byteOffset) {
    MalformedEventException malformed = malformed(parser, body);

    assertThat(malformed).as(shown(body)).isNotNull();
    assertThat(malformed.reason()).as(shown(body)).isEqualTo(reason);
    assertThat(malformed.byteOffset()).as(shown(body)).isEqualTo(byteOffset);
    assertThat(malformed.getCause()).isNull();
  }

  private static String shown(byte[] body) {
    return body.length < 1000 ? new String(body, ISO_8859_1) : body.length + " bytes";
  }

  /** Returns the exception, or null if the body is an event. */
  private static MalformedEventException malformed(EventParser<?> parser, byte[] body) {
    try {
      parser.parseUnverified(body);
      return null;
    } catch (MalformedEventException malformed) {
      return malformed;
    }
  }

  private static byte[] bytes(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static byte[] joined(String before, byte[] middle, String after) {
    return joined(before.getBytes(UTF_8), middle, after.getBytes(UTF_8));
  }

  // Empty, not an object, not an event

  @Test
  void rejectsAnEmptyBody() {
    assertMalformed("", EMPTY, 0);
    assertMalformed(" ", EMPTY, 1);
    assertMalformed("\r\n\t  \n", EMPTY, 6);
    assertMalformed("\uFEFF", EMPTY, 3);
    assertMalformed("\uFEFF \n", EMPTY, 5);
  }

  @Test
  void rejectsDocumentsThatAreNotObjects() {
    for (String document :
        List.of(
            "[]", " [ {} , [] ] ", "\"text\"", "\"\"", "0", "-1.5e3", "true", "false", "null")) {
      assertMalformed(document, NOT_AN_OBJECT, 0);
    }
    for (String document : List.of("\"text\"", "0", "true", "null")) {
      assertMalformed(SchlageHomeEvents.parser(), document.getBytes(UTF_8), NOT_AN_OBJECT, 0);
    }
  }

  @Test
  void rejectsAnArrayWithAHintToSplitIt() {
    for (String array :
        List.of("[]", " [{\"id\":\"1\",\"subject\":\"s\",\"data\":{}}]", "\uFEFF\n[1,2]\n")) {
      byte[] body = array.getBytes(UTF_8);

      assertMalformed(SchlageHomeEvents.parser(), body, NOT_AN_OBJECT, 0);
      assertThat(malformed(SchlageHomeEvents.parser(), body)).hasMessageContaining("split(...)");
    }
    assertMalformed(SchlageHomeEvents.parser(), "[1,".getBytes(UTF_8), TRUNCATED, 3);
    assertMalformed(SchlageHomeEvents.parser(), "[1}".getBytes(UTF_8), NOT_JSON, 2);
    assertMalformed(SchlageHomeEvents.parser(), "[1]]".getBytes(UTF_8), TRAILING_BYTES, 3);
  }

  @Test
  void rejectsObjectsWithoutATypeThatIsAText() {
    for (String type :
        List.of(
            "",
            "\"detail-type\":null,",
            "\"detail-type\":17,",
            "\"detail-type\":true,",
            "\"detail-type\":\"\",",
            "\"detail-type\":{\"a\":1},",
            "\"detail-type\":[\"KeyAdded\"],",
            "\"detail-type\":\"KeyAdded\",\"detail-type\":null,",
            "\"detail-type\":\"KeyAdded\",\"detail-type\":\"\",",
            "\"Detail-Type\":\"KeyAdded\",",
            "\"type\":\"KeyAdded\",")) {
      assertMalformed("{" + type + "\"detail\":{}}", NO_TYPE, 0);
      String reversed = type.isEmpty() ? "" : "," + type.substring(0, type.length() - 1);
      assertMalformed("{\"detail\":{}" + reversed + "}", NO_TYPE, 0);
      assertMalformed(
          SchlageHomeEvents.parser(),
          ("{" + type.replace("detail-type", "trigger") + "\"data\":{}}").getBytes(UTF_8),
          NO_TYPE,
          0);
    }
    assertMalformed("{}", NO_TYPE, 0);
    assertMalformed(SchlageHomeEvents.parser(), "{}".getBytes(UTF_8), NO_TYPE, 0);
  }

  @Test
  void rejectsObjectsWithoutAPayload() {
    for (String payload : List.of("null", "\"{}\"", "[]", "[{}]", "17", "true")) {
      for (String before : List.of("", "\"detail\":{},")) {
        assertMalformed(
            "{\"detail-type\":\"KeyAdded\"," + before + "\"detail\":" + payload + "}",
            NO_PAYLOAD,
            0);
        assertMalformed(
            "{" + before + "\"detail\":" + payload + ",\"detail-type\":\"New\"}", NO_PAYLOAD, 0);
        assertMalformed(
            SchlageHomeEvents.parser(),
            ("{\"trigger\":\"New\","
                    + before.replace("detail", "data")
                    + "\"data\":"
                    + payload
                    + "}")
                .getBytes(UTF_8),
            NO_PAYLOAD,
            0);
      }
    }
    assertMalformed("{\"detail-type\":\"KeyAdded\"}", NO_PAYLOAD, 0);
    assertMalformed(
        SchlageHomeEvents.parser(), "{\"trigger\":\"New\"}".getBytes(UTF_8), NO_PAYLOAD, 0);
  }

  @Test
  void readsADetailThatIsNullFirstAndAnObjectLater() {
    assertThatCode(
            () ->
                SmartphoneKeyEvents.parser()
                    .parseUnverified(
                        "{\"detail\":null,\"detail-type\":\"New\",\"detail\":{}}".getBytes(UTF_8)))
        .doesNotThrowAnyException();
  }

  @Test
  void reportsInvalidJsonBeforeAnythingElse() {
    assertMalformed("{\"detail-type\":7,\"detail\":[", TRUNCATED, 27);
    assertMalformed("{\"detail-type\":7}x", TRAILING_BYTES, 17);
    assertMalformed("{\"detail\":null]", NOT_JSON, 14);
    assertMalformed("[1,]", NOT_JSON, 3);
    assertMalformed("nul", TRUNCATED, 3);
    assertMalformed("nulL", NOT_JSON, 3);
  }

  // Truncated, or with invalid bytes

  @ParameterizedTest
  @MethodSource("aBodyOfEachVendorReadAtOnceAndLater")
  void rejectsABodyThatIsTruncatedAnywhere(Whole whole) {
    for (int length = 1; length < whole.body().length; length++) {
      byte[] cut = Arrays.copyOf(whole.body(), length);
      boolean withinCharacter = (whole.body()[length] & 0xC0) == 0x80;

      MalformedEventException malformed = malformed(whole.parser(), cut);

      assertThat(malformed).as(shown(cut)).isNotNull();
      if (withinCharacter) {
        assertThat(malformed.reason()).as(shown(cut)).isIn(INVALID_UTF8, TRUNCATED);
        assertThat(malformed.byteOffset()).as(shown(cut)).isBetween(length - 3L, (long) length);
      } else {
        assertThat(malformed.reason()).as(shown(cut)).isEqualTo(TRUNCATED);
        assertThat(malformed.byteOffset()).as(shown(cut)).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("aBodyOfEachVendor")
  void agreesWithAnotherParserOnEveryBodyInWhichOneByteIsReplaced(Whole whole) {
    byte[] hostile = "\"\\{}[],:0-.eEtn/ \nx\u007F".getBytes(UTF_8);
    byte[] binary = bytes("00 01 08 1f 80 bf c0 c3 e2 ed f0 f4 f5 fe ff");
    for (byte replacement : joined(hostile, binary)) {
      for (int at = 0; at < whole.body().length; at++) {
        byte[] body = whole.body().clone();
        body[at] = replacement;
        assertAgreesWithReference(whole.parser(), body);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("aBodyOfEachVendorReadAtOnceAndLater")
  void agreesWithAnotherParserOnEveryBodyThatLacksAByteOrHasOneTwice(Whole whole) {
    for (int at = 0; at < whole.body().length; at++) {
      byte[] before = Arrays.copyOf(whole.body(), at);
      byte[] after = Arrays.copyOfRange(whole.body(), at + 1, whole.body().length);
      byte[] one = {whole.body()[at]};
      assertAgreesWithReference(whole.parser(), joined(before, after));
      assertAgreesWithReference(whole.parser(), joined(before, one, one, after));
    }
  }

  /**
   * Expects an event or the right exception, whose offset is that of the first byte that makes the
   * body invalid.
   */
  private static void assertAgreesWithReference(EventParser<?> parser, byte[] body) {
    MalformedEventException malformed = malformed(parser, body);
    boolean json = malformed == null || ReferenceJson.isJson(malformed);
    if (json != ReferenceJson.accepts(body)) {
      assertThat(json).as(shown(body)).isEqualTo(!json);
    }
    if (json) {
      return;
    }
    int at = (int) malformed.byteOffset();
    if (at < 0 || at > body.length) {
      assertThat(at).as(shown(body)).isBetween(0, body.length);
    }
    if (malformed.reason() == NOT_JSON) {
      MalformedEventException before = malformed(parser, Arrays.copyOf(body, at));
      if (before == null || (before.reason() != TRUNCATED && before.reason() != EMPTY)) {
        assertThat(before).as("before byte %d of %s", at, shown(body)).isNull();
      }
    }
    if (malformed.reason() == TRAILING_BYTES) {
      MalformedEventException before = malformed(parser, Arrays.copyOf(body, at));
      if (before != null && !ReferenceJson.isJson(before)) {
        assertThat(before).as("before byte %d of %s", at, shown(body)).isNull();
      }
    }
  }

  @Test
  void pointsToTheFirstInvalidByte() {
    assertMalformed("{\"a\" \"b\"}", NOT_JSON, 5);
    assertMalformed("{\"a\":01}", NOT_JSON, 6);
    assertMalformed("{\"a\":-}", NOT_JSON, 6);
    assertMalformed("{\"a\":1.}", NOT_JSON, 7);
    assertMalformed("{\"a\":.5}", NOT_JSON, 5);
    assertMalformed("{\"a\":1e+}", NOT_JSON, 8);
    assertMalformed("{\"a\":+1}", NOT_JSON, 5);
    assertMalformed("{\"a\":truE}", NOT_JSON, 8);
    assertMalformed("{\"a\":NaN}", NOT_JSON, 5);
    assertMalformed("{\"a\":'b'}", NOT_JSON, 5);
    assertMalformed("{a:1}", NOT_JSON, 1);
    assertMalformed("{\"a\":1,}", NOT_JSON, 7);
    assertMalformed("{,}", NOT_JSON, 1);
    assertMalformed("{\"a\":[1,]}", NOT_JSON, 8);
    assertMalformed("{\"a\":[,1]}", NOT_JSON, 6);
    assertMalformed("{\"a\":[1 2]}", NOT_JSON, 8);
    assertMalformed("{\"a\":[1}}", NOT_JSON, 7);
    assertMalformed("{\"a\":{]}", NOT_JSON, 6);
    assertMalformed("{\"a\":\"\\x\"}", NOT_JSON, 7);
    assertMalformed("{\"a\":\"\\u00G0\"}", NOT_JSON, 10);
    assertMalformed("{\"a\":\"\u0001\"}", NOT_JSON, 6);
    assertMalformed("{\"a\":\"\n\"}", NOT_JSON, 6);
    assertMalformed("{/**/\"a\":1}", NOT_JSON, 1);
    assertMalformed("{\u00A0}", NOT_JSON, 1);
    assertMalformed("}", NOT_JSON, 0);
    assertMalformed(
        "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":1 2}}}", NOT_JSON, 55);
  }

  @Test
  void rejectsTrailingBytes() {
    byte[] whole = WHOLE.getBytes(UTF_8);
    for (String trailing :
        List.of("x", "{}", ",", "]", "}", "\u0000", "//", "\uFEFF", "\"", "-", "[")) {
      assertMalformed(WHOLE + trailing, TRAILING_BYTES, whole.length);
      assertMalformed(WHOLE + " \n" + trailing + " ", TRAILING_BYTES, whole.length + 2);
    }
    assertMalformed(
        SmartphoneKeyEvents.parser(), joined(whole, bytes("ff")), TRAILING_BYTES, whole.length);
    assertMalformed("[]x", TRAILING_BYTES, 2);
    assertMalformed("1 2", TRAILING_BYTES, 2);
  }

  // Byte order marks and other encodings

  @Test
  void skipsOneByteOrderMarkOnly() {
    SmartphoneKeyEvent event =
        SmartphoneKeyEvents.parser().parseUnverified(("\uFEFF" + WHOLE).getBytes(UTF_8));

    assertThat(((ResidentAdded) event.data()).lockId()).isEqualTo(4321);
    assertThat(event.source()).isEqualTo("spk.api");
    assertMalformed("\uFEFF\uFEFF" + WHOLE, NOT_JSON, 3);
    assertMalformed(" \uFEFF" + WHOLE, NOT_JSON, 1);
    assertMalformed("\uFEFF{\"a\" 1}", NOT_JSON, 8);
    assertMalformed("\uFEFF{\"a\"", TRUNCATED, 7);
    assertMalformed(SmartphoneKeyEvents.parser(), bytes("ef bb"), INVALID_UTF8, 0);
    assertMalformed(SmartphoneKeyEvents.parser(), bytes("ef"), INVALID_UTF8, 0);
    assertMalformed(SmartphoneKeyEvents.parser(), bytes("ef bb 7b"), INVALID_UTF8, 0);
  }

  @Test
  void rejectsOtherEncodingsThanUtf8() {
    for (String name : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      Charset charset = Charset.forName(name);
      String ascii = "{\"detail-type\":\"KeyAdded\",\"detail\":{}}";

      assertThat(malformed(SmartphoneKeyEvents.parser(), ascii.getBytes(charset)).reason())
          .as(name)
          .isEqualTo(NOT_JSON);
      assertThat(
              malformed(SmartphoneKeyEvents.parser(), ("\uFEFF" + ascii).getBytes(charset))
                  .reason())
          .as(name)
          .isIn(NOT_JSON, INVALID_UTF8);
    }
    assertMalformed(
        SmartphoneKeyEvents.parser(),
        "{\"detail-type\":\"caf\u00E9\",\"detail\":{}}".getBytes(ISO_8859_1),
        INVALID_UTF8,
        19);
  }

  // UTF-8

  private static final List<String> NOT_UTF8 =
      List.of(
          "80",
          "bf",
          "c0 80",
          "c0 af",
          "c1 bf",
          "c2",
          "c3 28",
          "c3 c3",
          "df",
          "e0 80 80",
          "e0 9f bf",
          "e0 a0",
          "e2 82",
          "e2 28 a1",
          "e2 82 28",
          "ed a0 80",
          "ed ad bf",
          "ed ae 80",
          "ed bf bf",
          "ed a0 bd ed b4 91",
          "ef bf",
          "f0 80 80 80",
          "f0 8f bf bf",
          "f0 9f 94",
          "f0 9f",
          "f0",
          "f0 28 8c bc",
          "f0 90 28 bc",
          "f0 28 8c 28",
          "f4 90 80 80",
          "f5 80 80 80",
          "f8 88 80 80 80",
          "fc 84 80 80 80 80",
          "fe",
          "ff",
          "fe fe ff ff");

  private static final List<String> UTF_8_LIMITS =
      List.of(
          "7f",
          "c2 80",
          "df bf",
          "e0 a0 80",
          "ed 9f bf",
          "ee 80 80",
          "ef bf bd",
          "ef bf be",
          "ef bf bf",
          "f0 90 80 80",
          "f0 9f 94 91",
          "f3 bf bf bf",
          "f4 8f bf bf");

  /** The places where a text can occur, read and skipped. */
  private static final List<String> PLACES =
      List.of(
          "{\"id\":\"@\",\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{}}}",
          "{\"source\":\"@\",\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{}}}",
          "{\"detail-type\":\"@\",\"detail\":{\"data\":{}}}",
          "{\"@\":1,\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{}}}",
          "{\"detail-type\":\"ResidentAdded\",\"unknown\":[{\"a\":\"@\"}],\"detail\":{}}",
          "{\"detail-type\":\"ResidentAdded\",\"resources\":[\"@\"],\"detail\":{}}",
          "{\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{\"name\":\"@\"}}}",
          "{\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{\"timestamp\":\"@\"}}}",
          "{\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{\"x\":{\"@\":[]}}}}",
          "{\"detail-type\":\"Unknown\",\"detail\":{\"data\":{\"name\":\"@\"}}}",
          "{\"detail\":{\"data\":{\"name\":\"@\"}},\"detail-type\":\"ResidentAdded\"}");

  @Test
  void rejectsBytesThatAreNotUtf8Anywhere() {
    for (String place : PLACES) {
      int at = place.indexOf('@');
      for (String sequence : NOT_UTF8) {
        // Texts are scanned eight bytes at a time, so the test tries every position within eight
        // bytes.
        for (int before = 0; before <= 8; before++) {
          byte[] body =
              joined(
                  place.substring(0, at) + "x".repeat(before),
                  bytes(sequence),
                  place.substring(at + 1));

          MalformedEventException malformed = malformed(SmartphoneKeyEvents.parser(), body);

          assertThat(malformed).as("%s in %s", sequence, place).isNotNull();
          assertThat(malformed.reason()).as("%s in %s", sequence, place).isEqualTo(INVALID_UTF8);
          assertThat(malformed.byteOffset()).as("%s in %s", sequence, place).isEqualTo(at + before);
        }
      }
    }
  }

  @Test
  void readsTheFirstAndLastCharactersOfEveryLength() {
    for (String place : PLACES) {
      int at = place.indexOf('@');
      for (String sequence : UTF_8_LIMITS) {
        for (int before = 0; before <= 8; before++) {
          byte[] body =
              joined(
                  place.substring(0, at) + "x".repeat(before),
                  bytes(sequence),
                  place.substring(at + 1));

          assertThatCode(() -> SmartphoneKeyEvents.parser().parseUnverified(body))
              .as("%s in %s", sequence, place)
              .doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void readsEveryCharacterAsItIs() {
    for (int block = 0; block < 0x110000; block += 0x800) {
      if (block >= 0xD800 && block < 0xE000) {
        continue;
      }
      StringBuilder characters = new StringBuilder();
      for (int c = block; c < block + 0x800; c++) {
        characters.appendCodePoint(c);
      }
      String name = characters.toString();
      SmartphoneKeyEvent event =
          SmartphoneKeyEvents.parser().parseUnverified(residentNamed(JsonText.quote(name)));

      assertThat(((ResidentAdded) event.data()).name()).isEqualTo(name);
    }
  }

  @Test
  void readsLoneSurrogatesThatAreWrittenAsEscapes() {
    for (String escapes :
        List.of(
            "\\ud800", "\\udfff", "\\udc00\\ud800", "\\ud83d\\ud83d\\udd11", "\\uD83Dx\\uDD11")) {
      for (String place : PLACES) {
        byte[] body = place.replace("@", escapes).getBytes(UTF_8);

        assertThatCode(() -> SmartphoneKeyEvents.parser().parseUnverified(body).deviations())
            .as("%s in %s", escapes, place)
            .doesNotThrowAnyException();
      }
      SmartphoneKeyEvent event =
          SmartphoneKeyEvents.parser().parseUnverified(residentNamed("\"" + escapes + "\""));
      assertThat(JsonText.quoteWithEscapesOnly(((ResidentAdded) event.data()).name()))
          .isEqualToIgnoringCase("\"" + escapes.replace("x", "\\u0078") + "\"");
    }
  }

  @Test
  void rejectsControlCharactersAnywhere() {
    for (String place : PLACES) {
      int at = place.indexOf('@');
      for (int control = 0; control < ' '; control++) {
        for (int before = 0; before <= 8; before++) {
          byte[] body =
              joined(
                  place.substring(0, at) + "x".repeat(before),
                  new byte[] {(byte) control},
                  place.substring(at + 1));

          assertMalformed(SmartphoneKeyEvents.parser(), body, NOT_JSON, at + before);
        }
      }
    }
  }

  @Test
  void findsTheEndOfTextsOfEveryLengthAndEverythingWithinThem() {
    for (int length = 0; length <= 18; length++) {
      for (int at = 0; at <= length; at++) {
        for (String special :
            List.of(
                "",
                "\"",
                "\\",
                "/",
                "\n",
                "\u0000",
                "\u001F",
                " ",
                "!",
                "#",
                "[",
                "]",
                "\u007F",
                "\u0080",
                "\u00A2",
                "\u00DC",
                "\u00E9",
                "\u20AC",
                "\uD83D\uDD11",
                "\"\"",
                "\\\\\"")) {
          String text = "x".repeat(at) + special + "y".repeat(length - at);
          SmartphoneKeyEvent event =
              SmartphoneKeyEvents.parser().parseUnverified(residentNamed(JsonText.quote(text)));

          if (!((ResidentAdded) event.data()).name().equals(text)) {
            assertThat(((ResidentAdded) event.data()).name()).isEqualTo(text);
          }
        }
      }
    }
  }

  private static byte[] residentNamed(String json) {
    return ("{\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{\"name\":" + json + "}}}")
        .getBytes(UTF_8);
  }

  // Limits

  @Test
  void readsTheDeepestBodyThatTheLimitAllowsAndNoneDeeper() {
    for (int limit : new int[] {3, 4, 10, 64, 200}) {
      JsonLimits limits = JsonLimits.defaults().maxDepth(limit);
      for (String brackets : List.of("[]", "{}")) {
        for (String place :
            List.of(
                "{\"detail-type\":\"KeyAdded\",\"detail\":{},\"unknown\":@}",
                "{\"unknown\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
                "{\"id\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
                "{\"resources\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}",
                "{\"source\":@,\"detail-type\":\"KeyAdded\",\"detail\":{}}")) {
          assertDepth(limits, place, brackets, 1);
        }
        for (String place :
            List.of(
                "{\"detail-type\":\"KeyAdded\",\"detail\":{\"unknown\":@}}",
                "{\"detail-type\":\"Shadow Update\",\"detail\":{\"desiredState\":@}}",
                "{\"detail-type\":\"New\",\"detail\":{\"a\":@}}",
                "{\"detail\":{\"data\":@},\"detail-type\":\"KeyAdded\"}")) {
          assertDepth(limits, place, brackets, 2);
        }
        if (limit > 3) {
          for (String place :
              List.of(
                  "{\"detail-type\":\"ReportedShadowUpdated\",\"detail\":{\"data\":{\"reported\":@}}}",
                  "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"unknown\":@}}}",
                  "{\"detail-type\":\"LockCreated\",\"detail\":{\"data\":{\"keys\":@}}}",
                  "{\"detail-type\":\"TempKeyCreated\",\"detail\":{\"data\":{\"allowedUserIds\":@}}}",
                  "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":{\"lockId\":@}}}")) {
            assertDepth(limits, place, brackets, 3);
          }
        }
      }
    }
  }

  private static void assertDepth(
      JsonLimits limits, String place, String brackets, int levelsAround) {
    int levels = limits.maxDepth() - levelsAround;
    EventParser<SmartphoneKeyEvent> parser = SmartphoneKeyEvents.parser(limits);
    String open = brackets.startsWith("[") ? "[" : "{\"a\":";
    String inner = brackets.startsWith("[") ? "" : "1";

    byte[] allowed =
        place.replace("@", nested(open, inner, brackets.substring(1), levels)).getBytes(UTF_8);
    byte[] refused =
        place.replace("@", nested(open, inner, brackets.substring(1), levels + 1)).getBytes(UTF_8);

    assertThatCode(() -> parser.parseUnverified(allowed).deviations())
        .as(shown(allowed))
        .doesNotThrowAnyException();
    assertMalformed(
        parser, refused, OVER_LIMIT, place.indexOf('@') + (long) levels * open.length());
  }

  private static String nested(String open, String inner, String close, int levels) {
    return open.repeat(levels) + inner + close.repeat(levels);
  }

  @Test
  void hasALimitOf64LevelsUnlessAnotherIsSet() {
    String place = "{\"detail-type\":\"New\",\"detail\":{\"a\":@}}";

    assertDepth(JsonLimits.defaults(), place, "[]", 2);
    assertThat(JsonLimits.defaults().maxDepth()).isEqualTo(64);
    assertMalformed("[".repeat(64), TRUNCATED, 64);
    assertMalformed("[".repeat(65), OVER_LIMIT, 64);
  }

  @Test
  void hasASizeLimitThatCountsEveryByte() {
    byte[] body = "\uFEFF{\"detail-type\":\"New\",\"detail\":{}} ".getBytes(UTF_8);
    JsonLimits exact = JsonLimits.defaults().maxBytes(body.length);
    JsonLimits oneLess = JsonLimits.defaults().maxBytes(body.length - 1);

    assertThatCode(() -> SmartphoneKeyEvents.parser(exact).parseUnverified(body))
        .doesNotThrowAnyException();
    assertMalformed(SmartphoneKeyEvents.parser(oneLess), body, OVER_LIMIT, body.length - 1);
    assertMalformed(SchlageHomeEvents.parser(oneLess), body, OVER_LIMIT, body.length - 1);
  }

  @Test
  void rejectsAnyBodyOverTheSizeLimit() {
    byte[] body = new byte[(1 << 20) + 1];

    assertMalformed(SmartphoneKeyEvents.parser(), body, OVER_LIMIT, 1 << 20);
    Arrays.fill(body, (byte) ' ');
    assertMalformed(SmartphoneKeyEvents.parser(), body, OVER_LIMIT, 1 << 20);
    assertMalformed(SmartphoneKeyEvents.parser(), Arrays.copyOf(body, 1 << 20), EMPTY, 1 << 20);
  }

  @Test
  void readsOneEventOfExactlyOneMebibyte() {
    String frame = "{\"detail-type\":\"ResidentAdded\",\"detail\":{\"data\":{\"name\":\"\"}}}";
    String name = "x".repeat((1 << 20) - frame.length());
    SmartphoneKeyEvent event =
        SmartphoneKeyEvents.parser().parseUnverified(residentNamed("\"" + name + "\""));

    assertThat(event.raw().toByteArray()).hasSize(1 << 20);
    assertThat(((ResidentAdded) event.data()).name()).isEqualTo(name);
  }
}
