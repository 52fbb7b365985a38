package dev.keyhook.benchmarks.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each measurement with few events, so that it stays runnable; the numbers mean nothing. */
class KafkaScenariosTest {

  @ParameterizedTest
  @ValueSource(strings = {"store", "drain", "cost"})
  void printsATable(String name) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      KafkaScenarios.main(new String[] {name, "1"});
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("\\| [1-9]");
  }
}
