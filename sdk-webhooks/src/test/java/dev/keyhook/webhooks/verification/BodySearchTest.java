package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.webhooks.verification.BodySearch.Mistake;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySearchTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r\n",
        "[",
        ",",
        "/",
        "\\/",
        "é",
        "\\u00e9",
        "\"",
        "{\"a\":1}",
        "[\"\\/é\\u00e9\"],"
      })
  void triesLessThanAHundredVariantsOfLessThan17MiB(String part) {
    for (int size : new int[] {100, 24 << 10, 1 << 18, 1 << 20}) {
      byte[] body = part.repeat(size / part.getBytes(UTF_8).length).getBytes(UTF_8);
      long[] seen = new long[2];

      new BodySearch(
              body,
              variant -> {
                seen[0]++;
                seen[1] += variant.length;
                return false;
              })
          .find();

      assertThat(seen[0]).isBetween(5L, 100L);
      assertThat(seen[1]).isLessThan(17 << 20);
    }
  }

  @Test
  void findsASimpleMistakeInABodyOfOneMebibyte() {
    byte[] body = "x".repeat(1 << 20).getBytes(UTF_8);
    byte[] signed = ("\ufeff" + "x".repeat(1 << 20)).getBytes(UTF_8);

    assertThat(new BodySearch(body, variant -> Arrays.equals(variant, signed)).find())
        .contains(Mistake.MARK_REMOVED);
  }
}
