package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills real processes again and again while deliveries arrive. Lost means that a delivery was
 * acknowledged and never handled; ordered means that the sender posts a lane's next event after the
 * acknowledgement of the last one.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledProcessTest {

  private static final int KILLS = Integer.getInteger("keyhook.kills", 4);
  private static final int LANES = 16;

  @TempDir Path folder;

  /** The sender: one delivery of each lane is on its way, and repeated until it is acknowledged. */
  private static final class Sender {

    private final Map<Integer, Integer> next = new TreeMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private boolean isStopping;

    Sender() {
      for (int lane = 0; lane < LANES; lane++) {
        next.put(lane, 0);
      }
    }

    synchronized void sendAll(NodeProcess node) {
      next.forEach((lane, number) -> send(node, lane, number));
    }

    private void send(NodeProcess node, int lane, int number) {
      node.send(Ring.of(lane + "-" + number, "lane" + lane, String.valueOf(number)));
    }

    synchronized void acknowledged(NodeProcess node, String id) {
      if (acknowledged.add(id) && !isStopping) {
        int lane = Integer.parseInt(id.substring(0, id.indexOf('-')));
        int number = next.merge(lane, 1, Integer::sum);
        send(node, lane, number);
      }
    }

    synchronized void stop() {
      isStopping = true;
    }
  }

  private void run(String store, Sender sender, Callable<Collection<String>> handled)
      throws Exception {
    Random random = new Random(42);
    for (int i = 0; i < KILLS || (!hasInterruptedAttempts() && i < KILLS + 30); i++) {
      NodeProcess node = start(store);
      CountDownLatch isOpen = new CountDownLatch(1);
      Thread reader = read(node, sender, isOpen);
      assertThat(isOpen.await(30, TimeUnit.SECONDS)).as("node opened").isTrue();
      // Half of the kills happen within 100 ms of opening.
      reader.join(i % 2 == 0 ? 1 + random.nextInt(100) : 300 + random.nextInt(500));
      node.kill();
      reader.join();
    }
    sender.stop();
    try (NodeProcess last = start(store)) {
      read(last, sender, new CountDownLatch(1));
      Until.holds(
          "the rest is handled",
          () -> {
            assertThat(last.isAlive()).isTrue();
            return Set.copyOf(handled.call()).containsAll(sender.acknowledged);
          });
    }
  }

  private NodeProcess start(String store) throws IOException {
    return NodeProcess.start(
        "store=" + store, "log=" + folder.resolve("log"), "lease=1000", "work=3");
  }

  private static Thread read(NodeProcess node, Sender sender, CountDownLatch isOpen) {
    Thread reader =
        new Thread(
            () ->
                node.readLines(
                    line -> {
                      if (line.equals("open")) {
                        sender.sendAll(node);
                        isOpen.countDown();
                      } else {
                        sender.acknowledged(node, line.substring("ok ".length()));
                      }
                    }));
    reader.start();
    return reader;
  }

  private List<String> log() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private Set<String> ended() throws IOException {
    Set<String> ended = new HashSet<>();
    for (String line : log()) {
      if (line.startsWith("end ")) {
        ended.add(line.substring("end ".length()));
      }
    }
    return ended;
  }

  private void assertThatAKillHitARunningAttempt() throws IOException {
    assertThat(hasInterruptedAttempts()).as("attempts that started and did not end").isTrue();
  }

  private boolean hasInterruptedAttempts() throws IOException {
    Map<String, Integer> open = new HashMap<>();
    for (String line : log()) {
      String[] fields = line.split(" ", -1);
      open.merge(fields[1], fields[0].equals("start") ? 1 : -1, Integer::sum);
    }
    return open.containsValue(1);
  }

  private static void assertOrdered(Map<String, List<Integer>> numbersOfLanes) {
    numbersOfLanes.forEach(
        (lane, numbers) -> assertThat(numbers).as(lane).isSorted().doesNotHaveDuplicates());
  }

  @Test
  void losesNothingAndKeepsTheOrderInSqlite() throws Exception {
    Sender sender = new Sender();
    run(folder.resolve("keyhook.db").toString(), sender, this::ended);
    assertThatAKillHitARunningAttempt();
    assertThat(sender.acknowledged).hasSizeGreaterThan(LANES);
    assertThat(ended()).containsAll(sender.acknowledged);
    Map<String, List<Integer>> first = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (String line : log()) {
      String id = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith("end ") && seen.add(id)) {
        String[] parts = id.split("-", -1);
        first.computeIfAbsent(parts[0], l -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
      }
    }
    assertOrdered(first);
  }

  @Test
  void takesEffectExactlyOnceInOrderInPostgres() throws Exception {
    DataSource source = Postgres.newSchema();
    JdbcInbox.builder(source).createTables().open().close();
    Effects.createTable(source);
    Sender sender = new Sender();
    String url = ((org.postgresql.ds.PGSimpleDataSource) source).getURL() + "&user=postgres";
    run(url, sender, () -> Effects.read(source, new TreeMap<>()));
    assertThatAKillHitARunningAttempt();
    assertEffects(source, sender.acknowledged);
  }

  static void assertEffects(DataSource source, Set<String> acknowledged) throws SQLException {
    Map<String, List<Integer>> lanes = new TreeMap<>();
    List<String> ids = Effects.read(source, lanes);
    assertThat(ids).doesNotHaveDuplicates().containsAll(acknowledged);
    assertOrdered(lanes);
  }
}
