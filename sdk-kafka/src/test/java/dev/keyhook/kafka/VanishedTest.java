package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VanishedTest {

  @Test
  void isReadFromItsText() {
    Vanished vanished = new Vanished(123_456_789_012L, 4);
    assertThat(Vanished.parse(vanished.text())).contains(vanished);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "keyhook: offset 1 begun x", "keyhook: offset -1 begun 2x"})
  void ignoresMetadataOfOthers(String metadata) {
    assertThat(Vanished.parse(metadata)).isEmpty();
  }
}
