package dev.keyhook.benchmarks.inbox;

import dev.keyhook.benchmarks.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the inbox on Kafka, and writes its tables to RESULTS.md. Each measurement runs in a
 * separate process with its own broker.
 */
public final class KafkaSuite {

  private static final Map<String, String> HEADINGS = headingsByName();

  private KafkaSuite() {}

  private static Map<String, String> headingsByName() {
    Map<String, String> headings = new LinkedHashMap<>();
    headings.put("store", "### Kafka: store");
    headings.put("drain", "### Kafka: drain in the order of keys");
    headings.put("cost", "### Disk and processor time of a million events");
    return headings;
  }

  /**
   * Runs it.
   *
   * @param args {@code short} for one round with small backlogs that is only printed, or a number
   *     of rounds such as {@code rounds=3}, 9 by default; then names of measurements, by default
   *     all
   */
  public static void main(String[] args) throws Exception {
    Suite.shareClassPath();
    List<String> all = List.copyOf(HEADINGS.keySet());
    SuiteRun run = SuiteRun.of(KafkaSuite.class, args, all, all);
    for (String name : run.names()) {
      String caption = run.caption(name);
      List<String> table = run.lines(KafkaScenarios.class, Map.of(), name);
      run.publish(HEADINGS.get(name), caption + "\n\n" + String.join("\n", table));
    }
  }

  /** Returns the headings of all sections that a run may write. */
  static List<String> headings() {
    return List.copyOf(HEADINGS.values());
  }
}
