package dev.keyhook.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import dev.keyhook.benchmarks.Child;
import dev.keyhook.benchmarks.Results;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A run of a suite, from the arguments of its command.
 *
 * @param suite the main class of the command
 * @param rounds the number of rounds; 1 for a short run, which is only printed
 * @param names the measurements to run
 */
record SuiteRun(Class<?> suite, int rounds, List<String> names) {

  private static final String SHORT = "short";
  private static final String ROUNDS = "rounds=";
  private static final int DEFAULT_ROUNDS = 9;

  /**
   * Parses arguments: {@code short} or a number of rounds such as {@code rounds=5}, then names of
   * measurements. Both can be omitted.
   *
   * @param all the names of all measurements
   * @param byDefault the measurements to run if the arguments name none
   */
  static SuiteRun of(
      Class<?> suite, String[] args, Collection<String> all, List<String> byDefault) {
    int rounds = DEFAULT_ROUNDS;
    List<String> names = new ArrayList<>(List.of(args));
    if (!names.isEmpty() && names.get(0).equals(SHORT)) {
      rounds = 1;
      names.remove(0);
    } else if (!names.isEmpty() && names.get(0).startsWith(ROUNDS)) {
      rounds = Integer.parseInt(names.remove(0).substring(ROUNDS.length()));
    }
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(name + " is none of " + all);
      }
    }
    return new SuiteRun(suite, rounds, names.isEmpty() ? byDefault : names);
  }

  /** Returns the line above a table: the day, the JDK, the load, the rounds and the command. */
  String caption(String name) {
    return String.format(
        ROOT,
        "%s, JDK %s, load average %.1f, %d rounds:%n`%s -Dexec.mainClass=%s -Dexec.args=\"%s %s\"`",
        LocalDate.now(ZoneOffset.UTC),
        System.getProperty("java.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        rounds,
        "mvn -q -Pbenchmarks -pl benchmarks -am package exec:java -DskipTests",
        suite.getName(),
        isShort() ? SHORT : ROUNDS + rounds,
        name);
  }

  /** Returns whether this run only prints. */
  boolean isShort() {
    return rounds == 1;
  }

  /**
   * Runs a measurement in a child process, and returns the lines that it prints before {@link
   * Scenarios#END}.
   *
   * @throws IllegalStateException if the process ends without that line
   */
  List<String> lines(Class<?> scenarios, Map<String, String> environment, String scenario)
      throws IOException {
    List<String> lines = new ArrayList<>();
    try (Child child =
        new Child(environment, List.of("-Xmx1g"), scenarios, scenario, Integer.toString(rounds))) {
      for (String line = child.next(); !line.equals(Scenarios.END); line = child.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Prints a section, and writes it to RESULTS.md unless the run is short. */
  void publish(String heading, String text) throws IOException {
    System.out.println(heading + "\n\n" + text + "\n");
    if (!isShort()) {
      String document = Files.readString(Results.FILE, UTF_8);
      Files.writeString(Results.FILE, Results.withSection(document, heading, text), UTF_8);
    }
  }
}
