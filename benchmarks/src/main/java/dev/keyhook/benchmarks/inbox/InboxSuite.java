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
import java.util.ArrayList;
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

  /** The heading of a table without text below it. */
  private static final String TARGETS = "### Inbox targets";

  private static final String ROUNDS = "rounds=";
  private static final Map<String, Section> SECTIONS = sections();

  /**
   * A section of the document.
   *
   * @param note what its table compares
   */
  private record Section(String title, String note) {}

  private InboxSuite() {}

  private static Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    String append = "Producers store one event at a time, and wait until it is on disk.";
    sections.put("append", new Section("Append", append));
    sections.put("append-slow", new Section("Append, fsync slowed down by 2 ms", append));
    String drain =
        "Eight workers with a handler that does nothing. All contestants commit claims and"
            + " completions without waiting\nfor the disk, as the inbox does for these.";
    sections.put("drain", new Section("Drain 10,000 events", drain));
    sections.put(
        "drain-joined",
        new Section(
            "Drain, with a row written in the same transaction",
            "Eight workers, each event in a transaction of its own that is on disk when it is"
                + " committed."));
    sections.put(MILLION, new Section("Drain 1,000,000 events", drain));
    sections.put(
        "steady",
        new Section(
            "Store and handle at the same time",
            "32 producers, each with 8 lanes, wait for one commit before the next event of a"
                + " lane."));
    sections.put(
        "http",
        new Section(
            "Over HTTP",
            "The JDK's server with 64 threads in one process, the sender in another; 256 locks, so"
                + " 256 lanes. `/nothing` is a\nreceiver with a handler that does nothing;"
                + " `/sqlite` and `/postgres` store, and a worker in the same process handles\n"
                + "meanwhile. At 1,000/s latency counts from the planned start of a request, so a"
                + " delay of the sender itself counts, too."));
    sections.put(
        "heap",
        new Section("A worker with a heap of 64 MB", "It opens the inbox, and handles a backlog."));
    return sections;
  }

  /** Takes as long as all others together; measured only if it is named. */
  private static final String MILLION = "drain-1m";

  /**
   * Runs it.
   *
   * @param args names of measurements, or none for all but {@code drain-1m}. The first argument may
   *     be {@code short}, for one round with small backlogs that is only printed, or a number of
   *     rounds such as {@code rounds=5}; 9 by default
   */
  public static void main(String[] args) throws Exception {
    Suite.shareClassPath();
    boolean isShort = args.length > 0 && args[0].equals("short");
    boolean hasRounds = args.length > 0 && args[0].startsWith(ROUNDS);
    int rounds = isShort ? 1 : hasRounds ? Integer.parseInt(args[0].substring(ROUNDS.length())) : 9;
    List<String> names = List.of(args).subList(isShort || hasRounds ? 1 : 0, args.length);
    for (String name : names.isEmpty() ? allButMillion() : names) {
      Section section = SECTIONS.get(name);
      if (section == null) {
        throw new IllegalArgumentException(name + " is none of " + SECTIONS.keySet());
      }
      List<String> targets = new ArrayList<>();
      String heading = "### " + section.title();
      String text = section.note() + "\n\n" + measure(name, rounds, targets);
      System.out.println(heading + "\n\n" + text);
      targets.forEach(System.out::println);
      if (!isShort) {
        write(heading, text);
        writeTargets(targets);
      }
    }
  }

  private static List<String> allButMillion() {
    return SECTIONS.keySet().stream().filter(name -> !name.equals(MILLION)).toList();
  }

  private static String measure(String name, int rounds, List<String> targets) throws Exception {
    Map<String, String> environment = Map.of();
    String scenario = name;
    if (name.equals("append-slow")) {
      Optional<Map<String, String>> slow =
          SlowSync.environment(Files.createTempDirectory("keyhook-slowsync"));
      if (slow.isEmpty()) {
        return "Skipped: gcc is missing or cannot compile slowsync.c.\n";
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
      for (String line = child.next(); !line.equals(Scenarios.END); line = child.next()) {
        if (line.startsWith(Scenarios.TARGET)) {
          targets.add(line.substring(Scenarios.TARGET.length()));
        } else {
          table.append(line).append('\n');
        }
      }
    }
    return table.toString();
  }

  /** Replaces or adds rows in the table of targets. */
  private static void writeTargets(List<String> targets) throws IOException {
    String document = Files.readString(RESULTS, UTF_8);
    int start = document.indexOf("\n", document.indexOf(TARGETS)) + 1;
    int end = document.indexOf("\n#", start);
    List<String> lines = new ArrayList<>(document.substring(start, end).strip().lines().toList());
    for (String target : targets) {
      String name = target.substring(0, target.indexOf('|', 2));
      lines.removeIf(line -> line.startsWith(name));
      lines.add(target);
    }
    write(TARGETS, String.join("\n", lines) + "\n");
  }

  /** Replaces the text below a heading of the document, up to the next heading. */
  static void write(String heading, String text) throws IOException {
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
