package dev.keyhook.benchmarks.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.benchmarks.Results;
import dev.keyhook.benchmarks.Suite;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures the durable inbox, and writes its tables to RESULTS.md. Each measurement runs in a
 * separate process with its own PostgreSQL server.
 */
public final class InboxSuite {

  /** The heading of a table without text below it. */
  private static final String TARGETS = "### Inbox targets";

  private static final Map<String, Section> SECTIONS = sections();

  /**
   * A section of the document.
   *
   * @param note what its table compares
   */
  private record Section(String title, String note) {

    String heading() {
      return "### " + title;
    }
  }

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
   * @param args {@code short} for one round with small backlogs that is only printed, or a number
   *     of rounds such as {@code rounds=5}, 9 by default; then names of measurements, by default
   *     all but {@code drain-1m}
   */
  public static void main(String[] args) throws Exception {
    Suite.shareClassPath();
    SuiteRun run = SuiteRun.of(InboxSuite.class, args, SECTIONS.keySet(), allButMillion());
    for (String name : run.names()) {
      Section section = SECTIONS.get(name);
      List<String> targets = new ArrayList<>();
      run.publish(section.heading(), section.note() + "\n\n" + measure(run, name, targets));
      if (!targets.isEmpty()) {
        String before =
            run.isShort() ? "" : Results.section(Files.readString(Results.FILE, UTF_8), TARGETS);
        run.publish(TARGETS, withTargets(before, targets));
      }
    }
  }

  private static List<String> allButMillion() {
    return SECTIONS.keySet().stream().filter(name -> !name.equals(MILLION)).toList();
  }

  /** Returns the headings of all sections that a run may write. */
  static List<String> headings() {
    return Stream.concat(SECTIONS.values().stream().map(Section::heading), Stream.of(TARGETS))
        .toList();
  }

  private static String measure(SuiteRun run, String name, List<String> targets) throws Exception {
    Map<String, String> environment = Map.of();
    String scenario = name;
    if (name.equals("append-slow")) {
      Optional<Map<String, String>> slow =
          SlowSync.environment(Files.createTempDirectory("keyhook-slowsync"));
      if (slow.isEmpty()) {
        return "Skipped: gcc is missing or cannot compile slowsync.c.";
      }
      environment = slow.get();
      scenario = "append";
    }
    StringBuilder table = new StringBuilder(run.caption(name)).append("\n\n");
    for (String line : run.lines(Scenarios.class, environment, scenario)) {
      if (line.startsWith(Scenarios.TARGET)) {
        targets.add(line.substring(Scenarios.TARGET.length()));
      } else {
        table.append(line).append('\n');
      }
    }
    return table.toString();
  }

  /** Replaces or adds rows in the table of targets. */
  static String withTargets(String table, List<String> targets) {
    List<String> lines = new ArrayList<>(table.lines().toList());
    for (String target : targets) {
      String name = target.substring(0, target.indexOf('|', 2));
      lines.removeIf(line -> line.startsWith(name));
      lines.add(target);
    }
    return String.join("\n", lines);
  }
}
