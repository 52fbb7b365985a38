package dev.keyhook.benchmarks.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs each measurement with few events, to ensure that all of them run. The numbers are
 * meaningless.
 */
class ScenariosTest {

  /** A cell of a table with quartiles, or the sentence of a measurement without rounds. */
  private static final Pattern RATE =
      Pattern.compile("\\| [1-9][0-9,]* \\(|, [1-9][0-9,]* handled/s");

  @ParameterizedTest
  @ValueSource(strings = {"append", "drain", "drain-joined", "drain-1m", "steady", "http", "heap"})
  void printsATable(String name) throws Exception {
    assertMeasured(linesOf(Scenarios::main, name));
  }

  /** The main method of scenarios. */
  @FunctionalInterface
  interface Main {
    void run(String[] args) throws Exception;
  }

  /** Returns what a short measurement prints. */
  static List<String> linesOf(Main main, String name) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      main.run(new String[] {name, "1"});
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Checks that the measurement was complete, and that it has a rate above zero. */
  static void assertMeasured(List<String> lines) {
    assertThat(lines).last().isEqualTo(Scenarios.END);
    assertThat(lines).anyMatch(RATE.asPredicate());
    assertThat(lines).noneMatch(line -> line.contains("NaN") || line.contains("Infinity"));
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
