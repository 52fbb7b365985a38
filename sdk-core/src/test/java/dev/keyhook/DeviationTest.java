package dev.keyhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keyhook.Deviation.Kind;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class DeviationTest {

  @Test
  void hasKindAndPlace() {
    Deviation deviation = Deviation.of(Kind.UNKNOWN_FIELD, "/detail/data/color");

    assertThat(deviation.kind()).isEqualTo(Kind.UNKNOWN_FIELD);
    assertThat(deviation.pointer()).isEqualTo("/detail/data/color");
    assertThat(deviation).hasToString("UNKNOWN_FIELD at /detail/data/color");
  }

  @Test
  void isEqualIfKindAndPlaceAreEqual() {
    Deviation deviation = Deviation.of(Kind.UNKNOWN_FIELD, "/a");

    assertThat(deviation)
        .isEqualTo(Deviation.of(Kind.UNKNOWN_FIELD, "/a"))
        .hasSameHashCodeAs(Deviation.of(Kind.UNKNOWN_FIELD, "/a"))
        .isNotEqualTo(Deviation.of(Kind.UNKNOWN_FIELD, "/b"))
        .isNotEqualTo(Deviation.of(Kind.CONVERTED, "/a"))
        .isNotEqualTo("UNKNOWN_FIELD at /a")
        .isNotEqualTo(null);
  }

  @Test
  void replacesUnprintableCharactersOfTheSendersNames() {
    assertThat(
            Deviation.of(Kind.UNKNOWN_FIELD, "/\r\nERROR\u001B[31m\u0085\u2028\u202E").toString())
        .isEqualTo("UNKNOWN_FIELD at /??ERROR?[31m???");
    assertThat(Deviation.of(Kind.UNKNOWN_FIELD, "/Zo\u00EB \uD83D\uDD11").pointer())
        .isEqualTo("/Zo\u00EB \uD83D\uDD11");
  }

  @Test
  void cutsAPointerAfter256Characters() {
    String longest = "/" + "n".repeat(255);

    assertThat(Deviation.of(Kind.UNKNOWN_FIELD, longest).pointer()).isEqualTo(longest);
    assertThat(Deviation.of(Kind.UNKNOWN_FIELD, longest + "n").pointer()).isEqualTo(longest);
    assertThat(Deviation.of(Kind.UNKNOWN_FIELD, "/" + "n".repeat(1_000_000)).pointer())
        .isEqualTo(longest);
  }

  @Test
  void requiresBothParts() {
    assertThatNullPointerException().isThrownBy(() -> Deviation.of(null, "/a"));
    assertThatNullPointerException().isThrownBy(() -> Deviation.of(Kind.CONVERTED, null));
  }

  @Test
  void hasAKindForEveryDifference() {
    assertThat(EnumSet.allOf(Kind.class))
        .containsExactly(
            Kind.UNKNOWN_TYPE,
            Kind.UNKNOWN_FIELD,
            Kind.UNKNOWN_VALUE,
            Kind.MISSING_FIELD,
            Kind.UNEXPECTED_NULL,
            Kind.CONVERTED,
            Kind.UNREADABLE,
            Kind.DUPLICATE_FIELD);
  }
}
