package dev.keyhook.benchmarks.inbox;

import static java.util.Locale.ROOT;

import dev.keyhook.benchmarks.Child;
import dev.keyhook.benchmarks.http.Load;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs one measurement of the inbox, and prints its table. */
public final class Scenarios {

  private final Postgres postgres;
  private final Path folder;
  private final boolean isShort;
  private final int rounds;

  /** The prefix of a line with a row of the table of targets. */
  static final String TARGET = "target ";

  /** The last line of a complete measurement. */
  static final String END = "end";

  private Scenarios(Postgres postgres, Path folder, boolean isShort, int rounds) {
    this.postgres = postgres;
    this.folder = folder;
    this.isShort = isShort;
    this.rounds = rounds;
  }

  /** One measurement. */
  @FunctionalInterface
  private interface Scenario {
    void run(Scenarios scenarios) throws Exception;
  }

  private static final Map<String, Scenario> ALL =
      Map.of(
          "append", Scenarios::append,
          "drain", Scenarios::drain,
          "drain-joined", Scenarios::drainJoined,
          "drain-1m", Scenarios::drainMillion,
          "steady", Scenarios::steady,
          "http", Scenarios::http,
          "heap", Scenarios::heap);

  /**
   * Runs it.
   *
   * @param args the name of the measurement and the number of rounds; {@code 1} also means short
   *     turns and small backlogs
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("keyhook-inbox");
    try (Postgres postgres = new Postgres(folder)) {
      int rounds = Integer.parseInt(args[1]);
      ALL.get(args[0]).run(new Scenarios(postgres, folder, rounds == 1, rounds));
      line(END);
    } finally {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void append() throws Exception {
    line("One fsync of a file takes %.0f µs here (median of 101).", fsyncMicros());
    line("");
    appendHead();
    for (int producers : isShort ? new int[] {32} : new int[] {1, 8, 32, 128}) {
      Race race = new Appends(postgres, folder, isShort ? 300 : 500).race(producers, rounds);
      appendRow(race, producers, Appends.INBOX_POSTGRES, null);
      appendRow(race, producers, Appends.SINGLE_POSTGRES, Appends.INBOX_POSTGRES);
      appendRow(race, producers, Appends.INBOX_SQLITE, null);
      appendRow(race, producers, Appends.SINGLE_SQLITE, Appends.INBOX_SQLITE);
      appendRow(race, producers, Appends.FILE, Appends.INBOX_SQLITE);
      appendRow(race, producers, Appends.FILE_GROUP, Appends.INBOX_SQLITE);
      if (producers == 32) {
        appendTargets(race);
      }
    }
  }

  private static void appendTargets(Race race) {
    if (SlowSync.isOn()) {
      String slow = "Append, 32 producers, 2 ms fsync: ";
      target(
          slow + "PostgreSQL by single inserts",
          0.95,
          race,
          Appends.INBOX_POSTGRES,
          Appends.SINGLE_POSTGRES);
      target(
          slow + "SQLite by single inserts", 20, race, Appends.INBOX_SQLITE, Appends.SINGLE_SQLITE);
    } else {
      String fast = "Append, 32 producers: ";
      target(
          fast + "PostgreSQL by single inserts",
          2.5,
          race,
          Appends.INBOX_POSTGRES,
          Appends.SINGLE_POSTGRES);
      target(
          fast + "SQLite by the file with group commit",
          0.25,
          race,
          Appends.INBOX_SQLITE,
          Appends.FILE_GROUP);
    }
  }

  /** Prints the row of a target, which the suite collects from all measurements. */
  private static void target(String name, double atLeast, Race race, String store, String measure) {
    Spread ratio = race.ratio(store, measure);
    line(
        "%s| %s | at least %s | %s | %s | %s |",
        TARGET,
        name,
        atLeast,
        ratio.ratio(),
        race.cpuRatio(store, measure).ratio(),
        ratio.median() >= atLeast ? "met" : "**missed**");
  }

  /** Prints the head of the table for {@link #appendRow}. */
  static void appendHead() {
    line("| producers | store | stored/s | inbox relative to it | by processor time |");
    line("|--|--|--|--|--|");
  }

  /** Prints a row: a store, and an inbox relative to it; null for the row of the inbox itself. */
  static void appendRow(Race race, int producers, String store, String inbox) {
    line(
        "| %d | %s | %s | %s | %s |",
        producers,
        store,
        race.of(store).rate(),
        inbox == null ? "" : race.ratio(inbox, store).ratio(),
        inbox == null ? "" : race.cpuRatio(inbox, store).ratio());
  }

  private double fsyncMicros() throws IOException {
    Path file = folder.resolve("fsync");
    double[] micros = new double[101];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < micros.length; i++) {
        channel.write(ByteBuffer.allocate(Job.BODY_SIZE));
        long start = System.nanoTime();
        channel.force(false);
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros[micros.length / 2];
  }

  private static final String UNORDERED = "unordered SKIP LOCKED, 32 at a time";
  private static final String SPARSE = "**inbox**, one event in each lane";
  private static final String TEN = "**inbox**, 1,000 lanes";
  private static final String DEEP = "**inbox**, 100 lanes";
  private static final String SQLITE = "**inbox in SQLite**, 100 lanes";
  private static final String STUCK = "**inbox**, 100 lanes, 100,000 stuck in front";
  private static final String STUCK_UNORDERED = "unordered, 100,000 stuck in front";
  private static final String DB_SCHEDULER = "db-scheduler";
  private static final String OUTBOX = "transactionoutbox";

  private void drain() throws Exception {
    int events = isShort ? 1_000 : 10_000;
    int stuck = isShort ? 1_000 : 100_000;
    try (InboxBacklog sparse = inbox().fill("a", events, events);
        InboxBacklog ten = inbox().fill("a", events, events / 10);
        InboxBacklog deep = inbox().fill("a", events, 100);
        InboxBacklog sqlite =
            InboxBacklog.inSqlite(folder.resolve("drain.db")).fill("a", events, 100);
        InboxBacklog behind = inbox().fillStuck(stuck).fill("a", events, 100);
        Backlog unordered = new SkipLocked(postgres, false, events, 0);
        Backlog unorderedBehind = new SkipLocked(postgres, false, events, stuck);
        Backlog scheduler = new DbSchedulerBacklog(postgres, events);
        Backlog outbox = new OutboxBacklog(postgres, false, events)) {
      Race race = new Race();
      race.add(SPARSE, () -> sparse.drain(postgres, events));
      race.add(TEN, () -> ten.drain(postgres, events));
      race.add(DEEP, () -> deep.drain(postgres, events));
      race.add(SQLITE, () -> sqlite.drain(postgres, events));
      race.add(STUCK, () -> behind.drain(postgres, events));
      race.add(UNORDERED, () -> unordered.drain(postgres, events));
      race.add(STUCK_UNORDERED, () -> unorderedBehind.drain(postgres, events));
      race.add(DB_SCHEDULER, () -> scheduler.drain(postgres, events));
      race.add(OUTBOX, () -> outbox.drain(postgres, events));
      race.run(1, rounds);
      drainTable(
          race,
          UNORDERED,
          List.of(
              SPARSE, TEN, DEEP, SQLITE, STUCK, UNORDERED, STUCK_UNORDERED, DB_SCHEDULER, OUTBOX));
      for (String inbox : List.of(SPARSE, TEN, DEEP)) {
        String name = "Drain 10,000, " + inbox.replace("**inbox**, ", "") + ": by ";
        target(name + "unordered SKIP LOCKED", 3, race, inbox, UNORDERED);
        target(name + DB_SCHEDULER, 3, race, inbox, DB_SCHEDULER);
        target(name + OUTBOX, 3, race, inbox, OUTBOX);
      }
      target("Drain 10,000, 100 lanes, 100,000 stuck in front: by without", 0.5, race, STUCK, DEEP);
    }
  }

  private void drainJoined() throws Exception {
    int events = isShort ? 1_000 : 10_000;
    try (Backlog sparse = inbox().fill("a", events, events).joined();
        Backlog deep = inbox().fill("a", events, 100).joined();
        Backlog unordered = new SkipLocked(postgres, true, events, 0);
        Backlog outbox = new OutboxBacklog(postgres, true, events)) {
      Race race = new Race();
      race.add(SPARSE, () -> sparse.drain(postgres, events));
      race.add(DEEP, () -> deep.drain(postgres, events));
      String single = "unordered SKIP LOCKED, one at a time";
      race.add(single, () -> unordered.drain(postgres, events));
      race.add(OUTBOX, () -> outbox.drain(postgres, events));
      race.run(1, rounds);
      drainTable(race, single, List.of(SPARSE, DEEP, single, OUTBOX));
    }
  }

  private void drainMillion() throws Exception {
    int events = isShort ? 20_000 : 1_000_000;
    String shallow = "**inbox**, 100,000 lanes";
    String deepest = "**inbox**, 1,000 lanes";
    try (InboxBacklog sparse = inbox().fill("a", events, 100_000);
        InboxBacklog deep = inbox().fill("a", events, 1_000);
        Backlog unordered = new SkipLocked(postgres, false, events, 0)) {
      Race race = new Race();
      race.add(shallow, () -> sparse.drain(postgres, events));
      race.add(deepest, () -> deep.drain(postgres, events));
      race.add(UNORDERED, () -> unordered.drain(postgres, events));
      race.run(0, rounds);
      drainTable(race, UNORDERED, List.of(shallow, deepest, UNORDERED));
      String name = "Drain 1,000,000: by unordered SKIP LOCKED, ";
      target(name + "100,000 lanes", 3, race, shallow, UNORDERED);
      target(name + "1,000 lanes", 3, race, deepest, UNORDERED);
    }
  }

  private static void drainTable(Race race, String measure, List<String> names) {
    line("| store | handled/s | relative to %s | by processor time |", measure);
    line("|--|--|--|--|");
    for (String name : names) {
      line(
          "| %s | %s | %s | %s |",
          name,
          race.of(name).rate(),
          race.ratio(name, measure).ratio(),
          race.cpuRatio(name, measure).ratio());
    }
  }

  private void steady() throws Exception {
    SteadyState steady = new SteadyState(postgres, isShort ? 1000 : 2000);
    String one = "**inbox**, one node, 4 workers";
    String two = "**inbox**, two nodes with 2 workers each";
    String unordered = "an INSERT per transaction and unordered SKIP LOCKED, 4 workers";
    Race race = new Race();
    race.add(one, () -> steady.inbox(1));
    race.add(two, () -> steady.inbox(2));
    race.add(unordered, steady::unordered);
    race.run(1, rounds);
    line("| | stored and handled/s | relative to unordered | by processor time |");
    line("|--|--|--|--|");
    for (String name : List.of(one, two, unordered)) {
      line(
          "| %s | %s | %s | %s |",
          name,
          race.of(name).rate(),
          race.ratio(name, unordered).ratio(),
          race.cpuRatio(name, unordered).ratio());
    }
    line("");
    line(
        "Events handled out of order in all rounds: inbox %d, unordered %d.",
        steady.inboxOutOfOrder.get(), steady.unorderedOutOfOrder.get());
    target("Store and handle at the same time, one node: by unordered", 1, race, one, unordered);
    target("Store and handle at the same time, two nodes: by unordered", 1, race, two, unordered);
  }

  private void http() throws Exception {
    List<String> paths = List.of("/nothing", "/sqlite", "/postgres");
    long millis = isShort ? 1000 : 2000;
    try (Child server =
            new Child(
                List.of("-Dsun.net.httpserver.nodelay=true", "-Xmx512m"),
                InboxServer.class,
                folder.resolve("http.db").toString(),
                postgres.url(postgres.newSchema()));
        Child load = new Child(List.of("-Xmx256m"), Load.class, server.next())) {
      Race race = new Race();
      for (String path : paths) {
        race.add(
            path,
            () -> {
              Stopwatch watch = new Stopwatch(postgres);
              double perSecond = ask(load, path + " 32 " + millis).perSecond();
              return new Rate(
                  perSecond, watch.rate((long) (perSecond * millis / 1000)).perCpuSecond());
            });
      }
      race.run(2, rounds);
      line("| 32 connections | deliveries/s | relative to `/nothing` | by processor time |");
      line("|--|--|--|--|");
      for (String path : paths) {
        line(
            "| %s | %s | %s | %s |",
            path,
            race.of(path).rate(),
            race.ratio(path, "/nothing").ratio(),
            race.cpuRatio(path, "/nothing").ratio());
      }
      String over = "HTTP, 32 connections: by a handler that does nothing, ";
      target(over + "SQLite", 0.6, race, "/sqlite", "/nothing");
      target(over + "PostgreSQL", 0.6, race, "/postgres", "/nothing");
      Map<String, List<Load.Measured>> paced = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (String path : paths) {
          paced
              .computeIfAbsent(path, p -> new ArrayList<>())
              .add(ask(load, path + " 32 " + millis + " 1000"));
        }
      }
      line("");
      line("| 1,000/s | median, ms | p99, ms |");
      line("|--|--|--|");
      for (String path : paths) {
        List<Load.Measured> turns = paced.get(path);
        Spread p99 = new Spread(turns.stream().map(turn -> turn.p99Micros() / 1000).toList());
        line(
            "| %s | %s | %s |",
            path,
            new Spread(turns.stream().map(turn -> turn.medianMicros() / 1000).toList()).ratio(),
            p99.ratio());
        line(
            "%s| HTTP, 1,000/s: p99 in ms, %s | at most 50 | %s | | %s |",
            TARGET, path, p99.ratio(), p99.median() <= 50 ? "met" : "**missed**");
      }
    }
  }

  private static Load.Measured ask(Child load, String order) {
    return Load.Measured.parse(load.ask(order));
  }

  private void heap() throws Exception {
    int events = isShort ? 20_000 : 1_000_000;
    for (int lanes : new int[] {1_000, 100_000}) {
      String url = postgres.url(postgres.newSchema());
      InboxBacklog.inPostgres(url).fill("a", events, lanes).close();
      try (Child worker =
          new Child(List.of("-Xmx64m"), SmallHeap.class, url, Integer.toString(events))) {
        line("%,d lanes: %s", lanes, worker.next());
      }
    }
  }

  private InboxBacklog inbox() throws Exception {
    return InboxBacklog.inPostgres(postgres.url(postgres.newSchema()));
  }

  /** Prints a line. */
  static void line(String format, Object... values) {
    System.out.println(String.format(ROOT, format, values));
  }
}
