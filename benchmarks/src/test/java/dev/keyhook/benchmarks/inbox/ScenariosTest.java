package dev.keyhook.benchmarks.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs each measurement with few events, to ensure that all of them run. The numbers are
 * meaningless.
 */
class ScenariosTest {

  @ParameterizedTest
  @ValueSource(strings = {"append", "drain", "drain-joined", "drain-1m", "steady", "http", "heap"})
  void printsATable(String name) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      Scenarios.main(new String[] {name, "1"});
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("[1-9]");
  }

  @Test
  void quartilesLieBetweenTheRounds() {
    Spread spread = new Spread(List.of(4.0, 1.0, 3.0, 2.0));
    assertThat(spread.median()).isEqualTo(2.5);
    assertThat(spread.quantile(0.25)).isCloseTo(1.75, within(1e-9));
    assertThat(spread.over(new Spread(List.of(2.0, 1.0, 1.0, 2.0))).rounds())
        .containsExactly(2.0, 1.0, 3.0, 1.0);
  }
}
