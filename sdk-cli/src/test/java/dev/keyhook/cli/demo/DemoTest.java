package dev.keyhook.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.cli.Command;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void theDayPassesItsOwnChecks() {
    Command demo = Command.run("demo");
    assertThat(demo.out() + demo.err())
        .contains("handled once", "401 NEWLINE_CHANGED", "0 of 600 events are missing")
        .containsPattern("All \\d+ steps passed")
        .doesNotContain("!!!");
    assertThat(demo.exitCode()).isZero();
  }
}
