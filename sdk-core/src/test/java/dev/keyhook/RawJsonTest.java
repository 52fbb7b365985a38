package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
  void keepsBytesExactlyAndLeavesTheirByteOrderMarkOutOfTheText() {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(UTF_8);

    assertThat(RawJson.of(bytes).toByteArray()).isEqualTo(bytes);
    assertThat(RawJson.of(bytes).text()).isEqualTo(TEXT);
    assertThat(RawJson.of(TEXT.getBytes(UTF_8)).text()).isEqualTo(TEXT);
    assertThat(RawJson.of(new byte[0]).text()).isEmpty();
  }

  @Test
  void isNotChangedByALaterChangeOfTheBytesThatWereGivenOrTaken() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    RawJson json = RawJson.of(bytes);
    bytes[0] = 'x';
    json.toByteArray()[0] = 'x';

    assertThat(json.text()).isEqualTo(TEXT);
  }

  @Test
  void holdsARangeOfBytes() {
    byte[] bytes = ("xx" + TEXT + "yy").getBytes(UTF_8);
    RawJson json = RawJson.wrap(bytes, 2, bytes.length - 2);

    assertThat(json.text()).isEqualTo(TEXT);
    assertThat(json.toByteArray()).isEqualTo(TEXT.getBytes(UTF_8));
    assertThat(json).isEqualTo(RawJson.of(TEXT)).hasSameHashCodeAs(RawJson.of(TEXT));
    assertThat(RawJson.wrap(bytes, 3, 3).text()).isEmpty();
  }

  @Test
  void refusesARangeOutsideOfTheBytes() {
    byte[] bytes = new byte[4];
    for (int[] range : new int[][] {{-1, 2}, {3, 2}, {0, 5}, {5, 5}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> RawJson.wrap(bytes, range[0], range[1]));
    }
    assertThatNullPointerException().isThrownBy(() -> RawJson.of((String) null));
  }

  @Test
  void isEqualWhenTheBytesAreHoweverItWasMade() {
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
