package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class RawJsonTest {

  private static final String TEXT = "{ \"name\" : \"Ir\u00E8ne \uD83D\uDD11\", \"n\": 1.50 }";

  @Test
  void keepsTextExactly() {
    for (String text : new String[] {TEXT, "", " ", "no json", "\u0000", "\uFEFF{}"}) {
      assertThat(RawJson.of(text).text()).isEqualTo(text);
      assertThat(RawJson.of(text).toByteArray()).isEqualTo(text.getBytes(UTF_8));
    }
  }

  @Test
  void keepsBytesExactlyAndOmitsTheByteOrderMarkFromTheText() {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(UTF_8);

    assertThat(RawJson.of(bytes).toByteArray()).isEqualTo(bytes);
    assertThat(RawJson.of(bytes).text()).isEqualTo(TEXT);
    assertThat(RawJson.of(TEXT.getBytes(UTF_8)).text()).isEqualTo(TEXT);
    assertThat(RawJson.of(new byte[0]).text()).isEmpty();
  }

  @Test
  void copiesBytesInAndOut() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    RawJson json = RawJson.of(bytes);
    bytes[0] = 'x';
    json.toByteArray()[0] = 'x';

    assertThat(json.text()).isEqualTo(TEXT);
  }

  @Test
  void requiresAText() {
    assertThatNullPointerException().isThrownBy(() -> RawJson.of((String) null));
  }

  @Test
  void equalityDependsOnTheBytesOnly() {
    RawJson json = RawJson.of(TEXT);

    assertThat(json)
        .isEqualTo(RawJson.of(TEXT.getBytes(UTF_8)))
        .hasSameHashCodeAs(RawJson.of(TEXT.getBytes(UTF_8)))
        .isNotEqualTo(RawJson.of(TEXT + " "))
        .isNotEqualTo(RawJson.of("{}"))
        .isNotEqualTo(TEXT)
        .isNotEqualTo(null);
  }

  @Test
  void printsNoContent() {
    assertThat(RawJson.of("{\"pin\":\"1234\"}")).hasToString("RawJson[***]");
  }
}
