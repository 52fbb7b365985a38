package dev.keyhook.benchmarks.inbox;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs each measurement with few events, to ensure that all of them run. The numbers are
 * meaningless.
 */
class KafkaScenariosTest {

  @ParameterizedTest
  @ValueSource(strings = {"store", "drain", "cost"})
  void printsATable(String name) throws Exception {
    ScenariosTest.assertMeasured(ScenariosTest.linesOf(KafkaScenarios::main, name));
  }
}
