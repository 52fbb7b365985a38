package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JsonLimitsTest {

  @Test
  void allowsOneMebibyteAnd64LevelsByDefault() {
    assertThat(JsonLimits.defaults().maxBytes()).isEqualTo(1_048_576);
    assertThat(JsonLimits.defaults().maxDepth()).isEqualTo(64);
  }

  @Test
  void changesOneLimitAndKeepsTheOther() {
    JsonLimits limits = JsonLimits.defaults().maxBytes(10).maxDepth(3);

    assertThat(limits.maxBytes()).isEqualTo(10);
    assertThat(limits.maxDepth()).isEqualTo(3);
    assertThat(limits.maxBytes(11).maxDepth()).isEqualTo(3);
    assertThat(JsonLimits.defaults().maxBytes()).isEqualTo(1_048_576);
    assertThat(limits.toString()).contains("10 bytes", "3 levels");
  }

  @Test
  void refusesLimitsBelowOne() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JsonLimits.defaults().maxBytes(limit))
          .withMessageContaining("bytes")
          .withMessageContaining(String.valueOf(limit));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JsonLimits.defaults().maxDepth(limit))
          .withMessageContaining("levels");
    }
    assertThat(JsonLimits.defaults().maxBytes(1).maxDepth(1).maxBytes()).isEqualTo(1);
  }
}
