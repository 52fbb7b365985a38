package dev.keyhook.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class BuildingDayTest {

  @Test
  void passesItsOwnChecks() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    boolean isPassed = BuildingDay.run(new PrintStream(printed, true, UTF_8), false, false);

    assertThat(printed.toString(UTF_8))
        .containsPattern("a forger .* 401  refused \\(MISMATCH\\)")
        .containsPattern("proxy's newline .* 401 .*: probably NEWLINE_CHANGED")
        .containsPattern("a future type .* 204  handled: .*\\(UNKNOWN_TYPE\\)")
        .containsPattern("20 times at once .* handled once; ")
        .containsPattern("All \\d+ steps passed")
        .doesNotContain("!!!")
        .doesNotContain("\u001b");
    assertThat(isPassed).isTrue();
  }

  @Test
  void usesColoursOnATerminal() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    BuildingDay.run(new PrintStream(printed, true, UTF_8), true, false);

    assertThat(printed.toString(UTF_8)).contains("\u001b[32m", "\u001b[31m", "\u001b[0m");
  }
}
