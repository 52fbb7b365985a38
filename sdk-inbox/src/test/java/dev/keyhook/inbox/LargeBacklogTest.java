package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A worker with a heap of 64 MiB handles a backlog that is larger. */
class LargeBacklogTest {

  private static final int EVENTS = Integer.getInteger("keyhook.backlog", 200_000);

  @TempDir Path folder;

  @Test
  void handlesManyEventsInOrder() throws Exception {
    handles(EVENTS, 200, 500);
  }

  @Test
  void readsLargeBodiesOfFewLanesInParts() throws Exception {
    handles(2_000, 8, 100_000); // 25 MB in each lane; a worker claims all lanes at once
  }

  private void handles(int events, int lanes, int bodySize) throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    try (Pool pool = new Pool(source, 5);
        JdbcInbox inbox = JdbcInbox.builder(pool).createTables().open()) {
      GeneratedBacklog.fill(pool, events, lanes, bodySize);
      Path log = folder.resolve("log");
      try (NodeProcess node =
          NodeProcess.start(
              "store=" + source.getURL() + "&user=postgres", "log=" + log, "effects=false")) {
        CountDownLatch never = new CountDownLatch(1);
        while (InboxContract.count(inbox, "keyhook_lane WHERE tail > done") > 0) {
          assertThat(node.isAlive()).as("process runs").isTrue();
          assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
      }
      assertThat(handledOnceInOrder(log, lanes)).isEqualTo(events);
    }
  }

  /** Returns how many events were handled; fails if one was handled before an earlier one. */
  private static int handledOnceInOrder(Path log, int lanes) throws Exception {
    Map<Integer, Integer> next = new HashMap<>();
    int count = 0;
    try (Stream<String> lines = Files.lines(log)) {
      for (String line :
          (Iterable<String>) lines.filter(each -> each.startsWith("end "))::iterator) {
        int number = Integer.parseInt(line.substring("end id".length()));
        Integer expected = next.getOrDefault(number % lanes, number % lanes);
        assertThat(number).as("next event of its lane").isEqualTo(expected);
        next.put(number % lanes, number + lanes);
        count++;
      }
    }
    return count;
  }
}
