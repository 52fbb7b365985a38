package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.List;

/** Fuzzes the fields of a shadow that contain JSON as text. */
public final class ShadowTextFuzz {

  private ShadowTextFuzz() {}

  /** Checks one input. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, UTF_8);
    String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    String body =
        "{\"detail-type\":\"Shadow Update\",\"id\":\"1\",\"source\":\"s\","
            + "\"time\":\"2026-04-20T18:05:33Z\",\"detail\":{\"thingName\":\"t\",\"version\":1,"
            + "\"reportedState\":%s,\"desiredState\":%s,\"deltaState\":%s,\"metadata\":%s}}"
                .formatted(quoted, quoted, quoted, quoted);
    ShadowUpdate shadow =
        (ShadowUpdate) SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8)).data();
    String expected = RawJson.of(text).text(); // without a byte order mark
    Promise.holds(shadow.deltaState().text().equals(expected), "the text is as sent");
    Promise.holds(
        shadow.reportedState().orElseThrow().text().equals(expected),
        "an optional text is as sent");
    if (shadow.isConverged()) {
      Promise.holds(JsonVerdict.isJson(data), "an empty delta is JSON");
      Promise.holds(expected.strip().replaceAll("\\s", "").equals("{}"), "an empty delta is {}");
    }
    ShadowUpdate built = ShadowUpdate.builder().thingName("t").deltaState(RawJson.of(text)).build();
    Promise.holds(JsonVerdict.isJson(built.toJson().toByteArray()), "any text can be written");
    ParserPromises.touch(shadow);
    ParserPromises.touch(built);
  }

  static List<byte[]> seeds() {
    return List.of(
        "{}".getBytes(UTF_8),
        " {\n} ".getBytes(UTF_8),
        "{\"1/257/0\":2}".getBytes(UTF_8),
        "null".getBytes(UTF_8),
        "\uFEFF{}".getBytes(UTF_8),
        "\"{}\"".getBytes(UTF_8));
  }
}
