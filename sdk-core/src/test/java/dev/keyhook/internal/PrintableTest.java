package dev.keyhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "lock/4321", "~!\"#$%&'()*+,-./", "Zoë", "鍵", "a b", "\uD83D\uDD11"})
  void returnsPrintableTextAsItIs(String text) {
    assertThat(Printable.of(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", // control characters: lines and terminals
        "\r",
        "\n",
        "\t",
        "\u001B",
        "\u007F",
        "\u0085",
        "\u009B",
        "\u2028", // line and paragraph separators
        "\u2029",
        "\u00AD", // invisible
        "\u200B",
        "\uFEFF",
        "\u200E", // direction of text
        "\u200F",
        "\u202A",
        "\u202E",
        "\u2066",
        "\u2069",
        "\u061C",
        "\uE000", // private use
        "\uDBFF\uDFFD",
        "\uFFFF", // unassigned
        "\uDB40\uDC41" // a tag character, as a surrogate pair
      })
  void replacesEachUnprintableCharacterByAQuestionMark(String character) {
    assertThat(Printable.of(character)).isEqualTo("?");
    assertThat(Printable.of("a" + character + character + "b")).isEqualTo("a??b");
  }

  @Test
  void replacesLoneSurrogatesAndKeepsPairs() {
    assertThat(Printable.of("\uD83D")).isEqualTo("?");
    assertThat(Printable.of("\uDD11\uD83D")).isEqualTo("??");
    assertThat(Printable.of("a\uD83Db\n\uD83D\uDD11\uDD11")).isEqualTo("a?b?\uD83D\uDD11?");
  }

  @Test
  void printsNoControlCharacterForAnyInput() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String printed = Printable.of(Character.toString(codePoint));
      assertThat(printed.codePoints().noneMatch(PrintableTest::breaksALine))
          .as("U+%04X", codePoint)
          .isTrue();
    }
  }

  private static boolean breaksALine(int codePoint) {
    return Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
  }

  @Test
  void shortensLongText() {
    assertThat(Printable.of("abcde", 5)).isEqualTo("abcde");
    assertThat(Printable.of("abcdef", 5)).isEqualTo("abcde...");
    assertThat(Printable.of("ab\ndef", 5)).isEqualTo("ab?de...");
  }

  @Test
  void neverSplitsASurrogatePair() {
    assertThat(Printable.of("abcd\uD83D\uDD11", 5)).isEqualTo("abcd?...");
    assertThat(Printable.of("abcd\uD83D\uDD11", 6)).isEqualTo("abcd\uD83D\uDD11");
  }

  @Test
  void returnsNullForNullWhereThatIsAllowed() {
    assertThat(Printable.ofNullable(null, 5)).isNull();
    assertThat(Printable.ofNullable("ab\ndef", 5)).isEqualTo("ab?de...");
  }
}
