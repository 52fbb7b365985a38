package dev.keyhook.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import dev.keyhook.benchmarks.Child;
import dev.keyhook.benchmarks.Suite;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the durable inbox, and writes its tables to RESULTS.md. Each measurement runs in a
 * separate process with its own PostgreSQL server.
 */
public final class InboxSuite {

  private static final Path RESULTS = Path.of("benchmarks/RESULTS.md");

  private static final String ROUNDS = "rounds=";
  private static final Map<String, String> TITLES = titles();

  private InboxSuite() {}

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("append", "Append");
    titles.put("append-slow", "Append, fsync slowed down by 2 ms");
    titles.put("drain", "Drain 10,000 events");
    titles.put("drain-joined", "Drain, with a row written in the same transaction");
    titles.put("drain-1m", "Drain 1,000,000 events");
    titles.put("steady", "Store and handle at the same time");
    titles.put("http", "Over HTTP");
    titles.put("heap", "A worker with a heap of 64 MB");
    return titles;
  }

  /**
   * Runs it.
   *
   * @param args names of measurements, or none for all. The first argument may be {@code short},
   *     for one round with small backlogs that is only printed, or a number of rounds such as
   *     {@code rounds=3}; 9 by default
   */
  public static void main(String[] args) throws Exception {
    Suite.shareClassPath();
    boolean isShort = args.length > 0 && args[0].equals("short");
    boolean hasRounds = args.length > 0 && args[0].startsWith(ROUNDS);
    int rounds = isShort ? 1 : hasRounds ? Integer.parseInt(args[0].substring(ROUNDS.length())) : 9;
    List<String> names = List.of(args).subList(isShort || hasRounds ? 1 : 0, args.length);
    for (String name : names.isEmpty() ? List.copyOf(TITLES.keySet()) : names) {
      String title = TITLES.get(name);
      if (title == null) {
        throw new IllegalArgumentException(name + " is none of " + TITLES.keySet());
      }
      Optional<String> table = measure(name, rounds);
      if (table.isPresent()) {
        System.out.println("### " + title + "\n\n" + table.get());
        if (!isShort) {
          write("### " + title, table.get());
        }
      }
    }
  }

  private static Optional<String> measure(String name, int rounds) throws Exception {
    Map<String, String> environment = Map.of();
    String scenario = name;
    if (name.equals("append-slow")) {
      Optional<Map<String, String>> slow =
          SlowSync.environment(Files.createTempDirectory("keyhook-slowsync"));
      if (slow.isEmpty()) {
        System.out.println("Skipped append-slow: gcc is missing or cannot compile slowsync.c");
        return Optional.empty();
      }
      environment = slow.get();
      scenario = "append";
    }
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            ROOT,
            "%s, JDK %s, load average %.1f, %d rounds: `%s -Dexec.args=\"%s %s\"`%n%n",
            LocalDate.now(ZoneOffset.UTC),
            System.getProperty("java.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            rounds,
            "mvn -q -Pbenchmarks -pl benchmarks -am package exec:java -DskipTests"
                + " -Dexec.mainClass="
                + InboxSuite.class.getName(),
            rounds == 1 ? "short" : ROUNDS + rounds,
            name));
    try (Child child =
        new Child(
            environment, List.of("-Xmx1g"), Scenarios.class, scenario, Integer.toString(rounds))) {
      for (String line = child.nextOrNull(); line != null; line = child.nextOrNull()) {
        table.append(line).append('\n');
      }
    }
    return Optional.of(table.toString());
  }

  /** Replaces the content below a heading of the document. */
  private static void write(String heading, String text) throws IOException {
    String before = Files.readString(RESULTS, UTF_8);
    int start = before.indexOf(heading + "\n");
    if (start < 0) {
      throw new IllegalStateException(RESULTS + " has no heading \"" + heading + "\"");
    }
    start += heading.length() + 1;
    int end = before.indexOf("\n#", start);
    Files.writeString(
        RESULTS,
        before.substring(0, start) + "\n" + text + (end < 0 ? "" : before.substring(end)),
        UTF_8);
  }
}
