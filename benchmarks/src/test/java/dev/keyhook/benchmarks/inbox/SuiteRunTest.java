package dev.keyhook.benchmarks.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhook.benchmarks.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The suites understand their arguments, and find their sections in RESULTS.md. */
class SuiteRunTest {

  private static SuiteRun run(String... args) {
    return SuiteRun.of(
        InboxSuite.class, args, List.of("append", "drain", "drain-1m"), List.of("append", "drain"));
  }

  @Test
  void runsTheDefaultMeasurementsInNineRounds() {
    assertThat(run().names()).containsExactly("append", "drain");
    assertThat(run().rounds()).isEqualTo(9);
    assertThat(run().isShort()).isFalse();
  }

  @Test
  void readsTheNumberOfRoundsBeforeTheNames() {
    SuiteRun run = run("rounds=3", "drain-1m");

    assertThat(run.rounds()).isEqualTo(3);
    assertThat(run.names()).containsExactly("drain-1m");
    assertThat(run.caption("drain-1m")).contains("3 rounds", "-Dexec.args=\"rounds=3 drain-1m\"");
  }

  @Test
  void aShortRunHasOneRound() {
    SuiteRun run = run("short", "drain");

    assertThat(run.isShort()).isTrue();
    assertThat(run.names()).containsExactly("drain");
    assertThat(run.caption("drain")).contains("-Dexec.args=\"short drain\"");
  }

  @Test
  void rejectsAnUnknownMeasurement() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("rounds=3", "apend"))
        .withMessage("apend is none of [append, drain, drain-1m]");
  }

  @Test
  void everySectionOfTheSuitesIsInTheResults() throws IOException {
    String document = Files.readString(Path.of("RESULTS.md"));

    assertThat(Stream.of(InboxSuite.headings(), KafkaSuite.headings()).flatMap(List::stream))
        .hasSizeGreaterThan(10)
        .allSatisfy(heading -> assertThat(Results.section(document, heading)).isNotEmpty());
  }

  @Test
  void aTargetReplacesTheRowWithItsName() {
    String table = "| | target |\n|--|--|\n| Drain: by a | 1 |\n| Append: by a | 2 |";

    assertThat(InboxSuite.withTargets(table, List.of("| Drain: by a | 3 |", "| Drain: by b | 4 |")))
        .isEqualTo(
            "| | target |\n|--|--|\n| Append: by a | 2 |\n| Drain: by a | 3 |\n| Drain: by b | 4 |");
  }
}
