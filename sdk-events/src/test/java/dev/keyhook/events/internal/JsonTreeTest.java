package dev.keyhook.events.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  @Test
  void readsEveryKindOfValue() {
    assertThat(
            JsonTree.object(
                " {\n\"a\" : [ \"\\u00fc\\/\\n\" , 1e2, -2.5, true, false, null, {}, [] ] } "
                    .getBytes(UTF_8)))
        .hasToString("{a=[\u00fc/\n, 1E+2, -2.5, true, false, null, {}, []]}");
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
        "{,\"a\":1}",
        "{} {}",
        "{\"a\":tru}",
        "{\"a\":01}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":-}",
        "{a:1}",
        "{1:1}",
        "{\"a\":[1 2]}",
        "{\"a\":[1,]}"
      })
  void whatIsNotAnObjectIsNull(String text) {
    assertThat(JsonTree.object(text.getBytes(UTF_8))).isNull();
  }

  @Test
  void nestingIsBounded() {
    assertThat(JsonTree.object(("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8))).isNull();
  }
}
