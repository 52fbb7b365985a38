package dev.keyhook.benchmarks.inbox;

import static java.util.Locale.ROOT;

import dev.keyhook.benchmarks.Child;
import dev.keyhook.benchmarks.Suite;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the inbox on Kafka, and writes its tables into RESULTS.md. Each measurement has a
 * process and a broker of its own.
 */
public final class KafkaSuite {

  private static final String ROUNDS = "rounds=";
  private static final int DEFAULT_ROUNDS = 9;
  private static final Map<String, String> TITLES = titles();

  private KafkaSuite() {}

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("store", "Kafka: store");
    titles.put("drain", "Kafka: drain in the order of keys");
    titles.put("cost", "Disk and processor time of a million events");
    return titles;
  }

  /**
   * Runs it.
   *
   * @param args names of measurements, or none for all. Before them {@code short}, for one round
   *     with small backlogs that is only printed, or another number of rounds than 9, such as
   *     {@code rounds=3}
   */
  public static void main(String[] args) throws Exception {
    Suite.shareClassPath();
    String first = args.length > 0 ? args[0] : "";
    boolean isShort = first.equals("short");
    boolean hasRounds = first.startsWith(ROUNDS);
    int rounds =
        isShort
            ? 1
            : hasRounds ? Integer.parseInt(first.substring(ROUNDS.length())) : DEFAULT_ROUNDS;
    List<String> names = List.of(args).subList(isShort || hasRounds ? 1 : 0, args.length);
    for (String name : names.isEmpty() ? List.copyOf(TITLES.keySet()) : names) {
      String title = TITLES.get(name);
      if (title == null) {
        throw new IllegalArgumentException(name + " is none of " + TITLES.keySet());
      }
      String table = measure(name, rounds);
      System.out.println("### " + title + "\n\n" + table);
      if (!isShort) {
        InboxSuite.write("### " + title, table);
      }
    }
  }

  private static String measure(String name, int rounds) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            ROOT,
            "%s, JDK %s, load average %.1f, %d rounds:%n`%s -Dexec.args=\"%s %s\"`%n%n",
            LocalDate.now(ZoneOffset.UTC),
            System.getProperty("java.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            rounds,
            "mvn -q -Pbenchmarks -pl benchmarks -am package exec:java -DskipTests"
                + " -Dexec.mainClass="
                + KafkaSuite.class.getName(),
            rounds == 1 ? "short" : ROUNDS + rounds,
            name));
    try (Child child =
        new Child(List.of("-Xmx1g"), KafkaScenarios.class, name, Integer.toString(rounds))) {
      for (String line = child.nextOrNull(); line != null; line = child.nextOrNull()) {
        table.append(line).append('\n');
      }
    }
    return table.toString();
  }
}
