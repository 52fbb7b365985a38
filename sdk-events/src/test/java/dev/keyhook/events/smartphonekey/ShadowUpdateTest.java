package dev.keyhook.events.smartphonekey;

import static dev.keyhook.Deviation.Kind.CONVERTED;
import static dev.keyhook.Deviation.Kind.MISSING_FIELD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.Deviation;
import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Device shadows: texts that usually contain JSON, and null for almost any field. */
class ShadowUpdateTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record State(String field, Function<ShadowUpdate, Optional<RawJson>> accessor) {
    @Override
    public String toString() {
      return field;
    }
  }

  static Stream<State> everyState() {
    return Stream.of(
        new State("reportedState", ShadowUpdate::reportedState),
        new State("desiredState", ShadowUpdate::desiredState),
        new State("deltaState", ShadowUpdate::deltaState),
        new State("metadata", ShadowUpdate::metadata));
  }

  private static SmartphoneKeyEvent event(String detail) {
    String body =
        "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"Shadow Update\","
            + "\"source\":\"spk.iot.shadow\",\"account\":\"1\",\"time\":\"2026-04-20T18:05:33Z\","
            + "\"region\":\"eu-west-1\",\"resources\":[],\"detail\":"
            + detail
            + "}";
    return SmartphoneKeyEvents.parser().parseUnverified(body.getBytes(UTF_8));
  }

  private static ShadowUpdate shadow(String detail) {
    return (ShadowUpdate) event(detail).data();
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void keepsTheTextOfAStateExactly(State state) throws Exception {
    for (String text :
        List.of(
            "{}",
            "",
            " ",
            "{ \"1/257/0\" : 2.50 }",
            "not json at all",
            "{\"unfinished\":",
            "null",
            "\uFEFF{}",
            "\"text in a text\"",
            "caf\u00E9 \uD83D\uDD11 \u0000\u001F\\\"/",
            "<placeholder>")) {
      String detail = "{\"" + state.field() + "\":" + JSON.writeValueAsString(text) + "}";

      RawJson raw = state.accessor().apply(shadow(detail)).orElseThrow();

      assertThat(raw.text()).isEqualTo(text);
      assertThat(raw.toByteArray()).isEqualTo(text.getBytes(UTF_8));
      assertThat(event(detail).deviations())
          .filteredOn(deviation -> deviation.pointer().endsWith(state.field()))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void readsAnObjectWhereATextIsDocumented(State state) {
    for (String value : List.of("{}", "{ \"a\" : {\"b\":[1.50]} }", "[1]", "17", "true")) {
      SmartphoneKeyEvent event = event("{\"" + state.field() + "\": " + value + " }");
      boolean documented = state.field().equals("desiredState") && value.startsWith("{");

      assertThat(state.accessor().apply((ShadowUpdate) event.data()).orElseThrow().text())
          .isEqualTo(value);
      assertThat(event.deviations().contains(Deviation.of(CONVERTED, "/detail/" + state.field())))
          .isNotEqualTo(documented);
    }
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void treatsNullAndAbsentAsNoState(State state) {
    for (String detail : List.of("{}", "{\"" + state.field() + "\":null}")) {
      assertThat(state.accessor().apply(shadow(detail))).isEmpty();
    }
  }

  @Test
  void reportsNoDeviationIfAllButTheNameAreAbsentOrNull() {
    SmartphoneKeyEvent nulls =
        event(
            "{\"thingName\":\"t-1\",\"partnerId\":null,\"version\":null,\"reportedState\":null,"
                + "\"desiredState\":null,\"deltaState\":null,\"metadata\":null}");
    SmartphoneKeyEvent absent = event("{\"thingName\":\"t-1\"}");

    for (SmartphoneKeyEvent event : List.of(nulls, absent)) {
      assertThat(event.partnerId()).isEmpty();
      assertThat(((ShadowUpdate) event.data()).version()).isEmpty();
      assertThat(event.deviations()).isEmpty();
    }
    assertThat(event("{}").deviations())
        .containsExactly(Deviation.of(MISSING_FIELD, "/detail/thingName"));
  }

  @Test
  void readsThePartnerFromTheData() {
    assertThat(event("{\"partnerId\":\"acme-corp\"}").partnerId()).contains("acme-corp");
    assertThat(event("{\"partnerId\":7}").partnerId()).contains("7");
    assertThat(event("{\"partnerId\":{}}").partnerId()).isEmpty();
    assertThat(event("{}").partnerId()).isEmpty();
    assertThat(event("{\"partnerId\":\"acme-corp\",\"aggregateType\":\"lock\"}").aggregate())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"{}\"                  | true",
        "\"{ }\"                 | true",
        "\"\\n {\\t\\r\\n} \\n\" | true",
        "\"\\u007b}\"            | true",
        "{}                      | true",
        "{ }                     | true",
        "\"{\\\"1/257/0\\\":2}\" | false",
        "\"{\\\"\\\":null}\"     | false",
        "{\"1/257/0\":2}         | false",
        "\"\"                    | false",
        "\" \"                   | false",
        "\"{\"                   | false",
        "\"}\"                   | false",
        "\"{}{}\"                | false",
        "\"{}}\"                 | false",
        "\"{not json}\"          | false",
        "\"[]\"                  | false",
        "\"null\"                | false",
        "\"\\\"{}\\\"\"          | false",
        "\"{\\u00a0}\"           | false",
        "\"{\\u2003}\"           | false",
        "\"\\ufeff{}\"           | false",
        "[]                      | false",
        "[{}]                    | false",
        "0                       | false",
        "false                   | false"
      })
  void isConvergedWhenTheDeltaIsAnEmptyObject(String delta, boolean converged) {
    assertThat(shadow("{\"deltaState\":" + delta + "}").isConverged()).isEqualTo(converged);
  }

  @Test
  void isNotConvergedWithoutADelta() {
    for (String detail : List.of("{}", "{\"deltaState\":null}")) {
      assertThat(shadow(detail).isConverged()).isFalse();
    }
  }

  @Test
  void readsStatesOf100KilobytesEach() throws Exception {
    StringBuilder state = new StringBuilder("{");
    for (int i = 0; state.length() < 100_000; i++) {
      state.append(i == 0 ? "" : ",").append("\"1/257/").append(i).append("\":\"\u00E9\\\\ \"");
    }
    String text = state.append('}').toString();
    String quoted = JSON.writeValueAsString(text);

    ShadowUpdate shadow =
        shadow(
            "{\"thingName\":\"t-1\",\"partnerId\":\"acme-corp\",\"version\":1,\"reportedState\":"
                + quoted
                + ",\"desiredState\":"
                + quoted
                + ",\"deltaState\":"
                + quoted
                + ",\"metadata\":"
                + quoted
                + "}");

    assertThat(shadow.reportedState().orElseThrow().text()).isEqualTo(text);
    assertThat(shadow.desiredState().orElseThrow().text()).isEqualTo(text);
    assertThat(shadow.deltaState().orElseThrow().text()).isEqualTo(text);
    assertThat(shadow.metadata().orElseThrow().text()).isEqualTo(text);
    assertThat(shadow.isConverged()).isFalse();
    assertThat(shadow.toString()).hasSizeLessThan(200);
  }

  @Test
  void isConvergedAlsoWith100KilobytesOfWhiteSpace() {
    assertThat(shadow("{\"deltaState\":\"{" + " ".repeat(100_000) + "}\"}").isConverged()).isTrue();
  }
}
