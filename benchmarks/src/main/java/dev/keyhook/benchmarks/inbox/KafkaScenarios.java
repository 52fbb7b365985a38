package dev.keyhook.benchmarks.inbox;

import static dev.keyhook.benchmarks.inbox.Scenarios.line;

import dev.keyhook.benchmarks.Child;
import dev.keyhook.kafka.KafkaInbox;
import dev.keyhook.kafka.KafkaInboxWorker;
import dev.keyhook.store.InboxEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Runs one measurement of the Kafka inbox on one broker, and prints its table. */
public final class KafkaScenarios {

  private static final int PARTITIONS = 12;
  private static final int LANES = 64;
  private static final int PRODUCERS = 32;
  private static final int BATCH = 100;

  private final KafkaBroker broker;
  private final Path folder;
  private final boolean isShort;
  private final int rounds;

  private KafkaScenarios(KafkaBroker broker, Path folder, int rounds) {
    this.broker = broker;
    this.folder = folder;
    this.isShort = rounds == 1;
    this.rounds = rounds;
  }

  /** One measurement. */
  @FunctionalInterface
  private interface Scenario {
    void run(KafkaScenarios scenarios) throws Exception;
  }

  private static final Map<String, Scenario> ALL =
      Map.of(
          "store", KafkaScenarios::store,
          "drain", KafkaScenarios::drain,
          "cost", KafkaScenarios::cost);

  /**
   * Runs it.
   *
   * @param args the name of the measurement and the number of rounds; {@code 1} also makes turns
   *     and backlogs small
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("keyhook-kafka");
    try (KafkaBroker broker = new KafkaBroker(folder.resolve("broker"))) {
      ALL.get(args[0]).run(new KafkaScenarios(broker, folder, Integer.parseInt(args[1])));
      line(Scenarios.END);
    } finally {
      Scenarios.delete(folder);
    }
  }

  private KafkaInbox open(String topic) {
    return KafkaInbox.builder(broker.properties(), topic)
        .createTopics()
        .partitions(PARTITIONS)
        .singleReplica()
        .open();
  }

  // ---- Store

  private static final String INBOX = "**inbox, Kafka**";
  private static final String BARE = "`KafkaProducer`";
  private static final String BARE_HEADERS = "`KafkaProducer` that sends the same headers";

  private void store() throws Exception {
    Properties properties = broker.properties();
    long millis = isShort ? 300 : 1000;
    open("bare").close();
    open("headers").close();
    try (KafkaInbox inbox = open("inbox");
        BareKafka.Producer bare = new BareKafka.Producer(properties, "bare", false);
        BareKafka.Producer headers = new BareKafka.Producer(properties, "headers", true)) {
      Scenarios.appendHead();
      Spread ratio = new Spread(List.of());
      for (int producers : isShort ? new int[] {PRODUCERS} : new int[] {1, 8, PRODUCERS}) {
        Race race = new Race();
        race.add(INBOX, () -> append(producers, millis, job -> inbox.append(List.of(job.entry()))));
        race.add(BARE, () -> append(producers, millis, bare));
        race.add(BARE_HEADERS, () -> append(producers, millis, headers));
        race.run(3, rounds);
        Scenarios.appendRow(race, producers, INBOX, null);
        Scenarios.appendRow(race, producers, BARE, INBOX);
        Scenarios.appendRow(race, producers, BARE_HEADERS, INBOX);
        ratio = race.ratio(INBOX, BARE);
      }
      target(
          "Store with " + PRODUCERS + " producers, relative to a bare `KafkaProducer`", 0.8, ratio);
    }
  }

  private static Rate append(int producers, long millis, Appends.Appender appender)
      throws Exception {
    return Appends.measure(producers, millis, Stopwatch::new, appender);
  }

  private static void target(String what, double least, Spread measured) {
    line("");
    line(
        "%s: target at least %.1f, measured %s: %s.",
        what, least, measured.ratio(), measured.median() >= least ? "met" : "**missed**");
  }

  // ---- Drain

  private static final String WORKER = "**inbox worker**, 64 threads";
  private static final String LOOP = "a loop with one `KafkaConsumer`";
  private static final String PARALLEL = "parallel-consumer-core, `KEY`, 64 threads";

  private void drain() throws Exception {
    int events = isShort ? 500 : 10_000;
    Properties properties = broker.properties();
    try (KafkaInbox inbox = open(KeyedDrain.TOPIC)) {
      fill(inbox, events);
    }
    KeyedDrain drain = new KeyedDrain(LANES, events);
    try (Child parallel =
        ParallelConsumers.start(properties.getProperty("bootstrap.servers"), LANES, events)) {
      Race race = new Race();
      race.add(
          WORKER,
          () ->
              drain.run(
                  (group, handler) ->
                      KafkaInboxWorker.of(properties, KeyedDrain.TOPIC)
                          .singleReplica()
                          .group(group)
                          .threads(LANES)
                          .handle(Job.router().otherwise(handler::accept).build())
                          .start()));
      race.add(
          LOOP,
          () ->
              drain.run(
                  (group, handler) ->
                      new BareKafka.ConsumerLoop(properties, KeyedDrain.TOPIC, group, handler)));
      race.add(
          PARALLEL,
          () -> {
            Stopwatch watch = new Stopwatch();
            double perSecond = ParallelConsumers.run(parallel);
            return new Rate(perSecond, watch.rate(events).perCpuSecond());
          });
      race.run(isShort ? 0 : 1, rounds);
      drainTable(race);
    }
    line("");
    line("Events handled out of order in all rounds: %d.", drain.outOfOrder());
  }

  private static void drainTable(Race race) {
    line(
        "| %d lanes, handler of 1 ms | handled/s | worker relative to it | by processor time |",
        LANES);
    line("|--|--|--|--|");
    for (String name : List.of(WORKER, LOOP, PARALLEL)) {
      line(
          "| %s | %s | %s | %s |",
          name,
          race.of(name).rate(),
          race.ratio(WORKER, name).ratio(),
          race.cpuRatio(WORKER, name).ratio());
    }
    target("Drain, relative to a loop with one consumer", 8, race.ratio(WORKER, LOOP));
    target("Drain, relative to parallel-consumer-core", 0.9, race.ratio(WORKER, PARALLEL));
  }

  private static void fill(KafkaInbox inbox, int events) {
    List<InboxEntry> entries = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      entries.add(new Job("job-" + i, String.valueOf(i % LANES), i / LANES).entry());
      if (entries.size() == BATCH || i == events - 1) {
        inbox.append(entries);
        entries.clear();
      }
    }
  }

  // ---- Cost

  private void cost() throws Exception {
    line(StoreCosts.HEAD);
    line("|--|--|--|--|--|--|");
    new StoreCosts(broker, folder, isShort ? 1_000 : 50_000)
        .rows(rounds)
        .forEach(row -> line("%s", row));
  }
}
