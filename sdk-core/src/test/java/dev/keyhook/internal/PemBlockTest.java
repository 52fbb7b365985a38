package dev.keyhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemBlockTest {

  @Test
  void readsLabelAndContent() {
    PemBlock block = PemBlock.only("-----BEGIN A ~ B-----\nAQID\n-----END A ~ B-----");

    assertThat(block.label()).isEqualTo("A ~ B");
    assertThat(block.content()).containsExactly(1, 2, 3);
  }

  @Test
  void readsLabelsOfUpTo64Characters() {
    assertThat(PemBlock.only(pem("L".repeat(64))).label()).hasSize(64);
    assertDamaged(pem("L".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A\u007FB", "A\u001FB", "A\nB", "SCHLÜSSEL"})
  void refusesLabelsThatAMessageMustNotRepeat(String label) {
    assertDamaged(pem(label));
  }

  @Test
  void refusesTextBetweenTwoOtherBlocks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemBlock.only("-----BEGIN A-----\nAQID\n" + pem("A")))
        .withMessageContaining("no END line follows");
  }

  private static String pem(String label) {
    return "-----BEGIN " + label + "-----\nAQID\n-----END " + label + "-----\n";
  }

  private static void assertDamaged(String pem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemBlock.only(pem))
        .withMessageContaining("BEGIN line is damaged");
  }
}
