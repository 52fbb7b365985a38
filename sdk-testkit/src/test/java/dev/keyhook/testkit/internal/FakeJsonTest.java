package dev.keyhook.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeJsonTest {

  @Test
  void writesWhatItReads() {
    String text =
        "{\"a\":[1,-2.5,true,false,null,[],{}],\"\u00fc \\\"\\\\\\u000a\":{\"b\":\"\u2026\"},\"c\":\"\"}";

    assertThat(FakeJson.text(FakeJson.object(text.getBytes(UTF_8)))).isEqualTo(text);
  }

  @Test
  void readsSpaceAndEscapes() {
    assertThat(FakeJson.object(" {\n\"a\" : [ \"\\u00fc\\/\\n\" , 1e2 ] } ".getBytes(UTF_8)))
        .hasToString("{a=[\u00fc/\n, 1E+2]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{} {}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":-}",
        "{a:1}",
        "{\"a\":[1 2]}"
      })
  void whatIsNoObjectIsNull(String text) {
    assertThat(FakeJson.object(text.getBytes(UTF_8))).isNull();
  }

  @Test
  void nestingIsBounded() {
    assertThat(FakeJson.object(("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8))).isNull();
  }
}
