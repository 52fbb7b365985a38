package dev.keyhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  @Test
  void matchesItsOwnBytesOnly() {
    Secret secret = Secret.of("s3cret-grün");

    assertThat(secret.matches("s3cret-grün".getBytes(UTF_8))).isTrue();
    assertThat(secret.matches("s3cret-gruen".getBytes(UTF_8))).isFalse();
    assertThat(secret.matches("s3cret".getBytes(UTF_8))).isFalse();
    assertThat(secret.matches(new byte[0])).isFalse();
  }

  @Test
  void neverPrintsItself() {
    assertThat(Secret.of("s3cret")).hasToString("Secret[***]");
    assertThat(Secret.of("s3cret").labelled("2026-q4")).hasToString("Secret[2026-q4]");
  }

  @Test
  void equalityDependsOnTheValueAndNotOnTheLabel() {
    Secret secret = Secret.of("s3cret").labelled("current");

    assertThat(secret.reveal()).isEqualTo("s3cret");
    assertThat(secret.label()).contains("current");
    assertThat(secret).isEqualTo(Secret.of("s3cret")).hasSameHashCodeAs(Secret.of("s3cret"));
    assertThat(secret).isNotEqualTo(Secret.of("other").labelled("current"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret\n", " s3cret", "s3cret\t"})
  void refusesEmptyTextAndSurroundingWhiteSpace(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "key s3cret", "s3cret-2026", "(s3cret)"})
  void refusesALabelThatContainsTheSecret(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.of("s3cret").labelled(label))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @Test
  void hasNoLabelUnlessOneIsGiven() {
    assertThat(Secret.of("s3cret").label()).isEmpty();
    assertThat(Secret.of("s3cret").labelled("a").labelled("b").label()).contains("b");
  }
}
