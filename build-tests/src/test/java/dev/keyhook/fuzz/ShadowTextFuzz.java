package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.matter.MatterState;
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
    String expected = RawJson.of(text).text(); // which leaves out a byte order mark
    Promise.holds(
        shadow.deltaState().orElseThrow().text().equals(expected),
        "the text arrives as it was sent");
    MatterState state = MatterState.of(shadow.reportedState());
    Promise.holds(
        state.kind() != MatterState.Kind.UNREADABLE || state.attributes().isEmpty(),
        "a text that is not an object has no attributes");
    Promise.holds(
        MatterState.changes(state, state).isEmpty(), "a state does not differ from itself");
    Promise.holds(
        MatterState.changes(state.merge(state), state).isEmpty(), "nor from what it is merged to");
    Promise.holds(!state.toString().contains(text) || text.length() < 40, "no content is printed");
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
        "{\"available\":true,\"0/54/4\":NaN,\"1/29/0\":[{\"0\":21}]}".getBytes(UTF_8),
        "null".getBytes(UTF_8),
        "\uFEFF{}".getBytes(UTF_8),
        "\"{}\"".getBytes(UTF_8));
  }
}
