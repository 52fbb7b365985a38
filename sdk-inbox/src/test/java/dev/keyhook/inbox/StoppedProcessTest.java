package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Several nodes work on one inbox; one is stopped for longer than its leases, as by a long garbage
 * collection or a suspended machine, and then continues.
 */
@Execution(ExecutionMode.CONCURRENT)
class StoppedProcessTest {

  private static final int LANES = 12;
  private static final int EVENTS_OF_LANE = 8;

  @TempDir Path folder;

  @Test
  void takesEffectExactlyOnceAlthoughANodeWasStoppedBeyondItsLeases() throws Exception {
    Map<String, List<Integer>> lanes = new TreeMap<>();
    List<String> effects = run(2, true, lanes);
    assertThat(effects).doesNotHaveDuplicates().hasSize(LANES * EVENTS_OF_LANE);
    lanes.forEach((lane, numbers) -> assertThat(numbers).as(lane).isSorted());
  }

  @Test
  void takesEffectExactlyOnceAlthoughOneOfThreeNodesWasStoppedAndOneKilled() throws Exception {
    Map<String, List<Integer>> lanes = new TreeMap<>();
    List<String> effects = run(3, true, lanes);
    assertThat(effects).doesNotHaveDuplicates().hasSize(LANES * EVENTS_OF_LANE);
    lanes.forEach((lane, numbers) -> assertThat(numbers).as(lane).isSorted());
  }

  /** Shows that the test above would notice. */
  @Test
  void wouldTakeEffectTwiceWithoutTheFence() throws Exception {
    List<String> effects;
    int runs = 0;
    do { // the node may be stopped at a moment when it handles nothing
      effects = run(2, false, new TreeMap<>());
      runs++;
    } while (new HashSet<>(effects).size() == effects.size() && runs < 5);
    assertThat(new HashSet<>(effects)).hasSizeLessThan(effects.size());
  }

  /** The first node is stopped, the second one finishes the work, and a third one is killed. */
  private List<String> run(int nodes, boolean isFenced, Map<String, List<Integer>> lanes)
      throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    Set<String> all = new HashSet<>();
    try (Pool pool = new Pool(source, 20);
        JdbcInbox inbox = JdbcInbox.builder(pool).createTables().open()) {
      Effects.createTable(source);
      for (int number = 0; number < EVENTS_OF_LANE; number++) {
        for (int lane = 0; lane < LANES; lane++) {
          String id = lane + "-" + number;
          inbox.append(List.of(Ring.of(id, "lane" + lane, String.valueOf(number)).entry()));
          all.add(id);
        }
      }
      String[] settings = {
        "store=" + source.getURL() + "&user=postgres",
        "log=" + folder.resolve("log"),
        "lease=1000",
        "work=100",
        "fence=" + isFenced
      };
      try (NodeProcess first = NodeProcess.start(settings);
          NodeProcess second = NodeProcess.start(settings);
          NodeProcess third = nodes == 3 ? NodeProcess.start(settings) : null) {
        CountDownLatch areOpen = new CountDownLatch(nodes);
        drain(first, areOpen);
        drain(second, areOpen);
        if (third != null) {
          drain(third, areOpen);
        }
        assertThat(areOpen.await(30, TimeUnit.SECONDS)).isTrue();
        awaitEffects(source, 4);
        first.signal("STOP");
        if (third != null) {
          third.kill();
        }
        // Long enough for the second node to take all lanes and do everything.
        awaitEffects(source, LANES * EVENTS_OF_LANE);
        first.signal("CONT");
        awaitOldTransactions(inbox);
      }
      List<String> effects = Effects.read(source, lanes);
      assertThat(effects).containsAll(all);
      return effects;
    }
  }

  private static void drain(NodeProcess node, CountDownLatch isOpen) {
    Thread reader = new Thread(() -> node.readLines(line -> isOpen.countDown()));
    reader.setDaemon(true);
    reader.start();
  }

  private static void awaitEffects(PGSimpleDataSource source, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    CountDownLatch never = new CountDownLatch(1);
    while (new HashSet<>(Effects.read(source, new TreeMap<>())).size() < count) {
      assertThat(System.nanoTime()).as("time until %s effects", count).isLessThan(deadline);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** Waits until the node that was stopped has ended the transactions that it had begun. */
  private static void awaitOldTransactions(JdbcInbox inbox) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    CountDownLatch never = new CountDownLatch(1);
    while (InboxContract.count(
            inbox,
            "pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                + " AND xact_start < now() - interval '900 milliseconds'")
        > 0) {
      assertThat(System.nanoTime()).as("time for old transactions").isLessThan(deadline);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
