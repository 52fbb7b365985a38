package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traces all writes and syncs of a process with an inbox in a SQLite file, and opens the file as a
 * power cut at random moments could have left it.
 */
@EnabledOnOs(OS.LINUX)
class PowerCutTest {

  private static final int EVENTS = 1000;
  private static final int MOMENTS = Integer.getInteger("keyhook.power.cuts", 4);

  @TempDir Path folder;

  @Test
  void everyAcknowledgedDeliverySurvivesAPowerCut() throws Exception {
    Path library = compile();
    Path files = Files.createDirectory(folder.resolve("files"));
    Path trace = folder.resolve("trace");
    Path acks = files.resolve("acks");
    produce(library, files, trace, acks);

    PowerCut cut = new PowerCut(trace, acks);
    assertThat(cut.acknowledgements()).isEqualTo(EVENTS);
    assertThat(cut.syncs()).isPositive();
    Random random = new Random(7);
    for (int moment = 0; moment < MOMENTS; moment++) {
      int acknowledgement = random.nextInt(EVENTS / 10, EVENTS);
      for (PowerCut.Unsynced unsynced : PowerCut.Unsynced.values()) {
        Path image = Files.createDirectory(folder.resolve(moment + "-" + unsynced));
        cut.write(acknowledgement, unsynced, random, image);
        assertThat(storedIds(image.resolve("keyhook.db")))
            .as("after acknowledgement %s with %s", acknowledgement, unsynced)
            .containsAll(cut.acknowledgedUntil(acknowledgement));
      }
    }
  }

  private Path compile() throws Exception {
    Path library = folder.resolve("trace.so");
    try {
      Process gcc =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-o",
                  library.toString(),
                  Path.of(System.getProperty("keyhook.root"), "sdk-inbox/src/test/c/trace.c")
                      .toString(),
                  "-ldl",
                  "-pthread")
              .inheritIO()
              .start();
      assertThat(gcc.waitFor()).as("exit code of gcc").isZero();
    } catch (IOException e) {
      assumeTrue(false, "Skipped: gcc is needed to trace the writes of a process");
    }
    return library;
  }

  private static void produce(Path library, Path files, Path trace, Path acks) throws Exception {
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", library.toString(),
            "KEYHOOK_TRACE_FILE", trace.toString(),
            "KEYHOOK_TRACE_FOLDER", files.toString());
    CountDownLatch isOpen = new CountDownLatch(1);
    CountDownLatch acknowledged = new CountDownLatch(EVENTS);
    try (NodeProcess node =
        NodeProcess.start(
            environment,
            "store=" + files.resolve("keyhook.db"),
            "log=" + files.resolveSibling("log"),
            "acks=" + acks)) {
      Thread reader =
          new Thread(
              () ->
                  node.readLines(
                      line -> {
                        if (line.equals("open")) {
                          isOpen.countDown();
                        } else {
                          acknowledged.countDown();
                        }
                      }));
      reader.start();
      assertThat(isOpen.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < EVENTS; i++) {
        node.send(Ring.of("id" + i, "door" + i % 30, String.valueOf(i)));
      }
      assertThat(acknowledged.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Set<String> storedIds(Path file) throws Exception {
    Set<String> ids = new TreeSet<>();
    try (JdbcInbox inbox = JdbcInbox.file(file)) {
      inbox
          .database()
          .query(
              link -> {
                try (ResultSet check = link.prepare("PRAGMA integrity_check").executeQuery()) {
                  assertThat(check.next()).isTrue();
                  assertThat(check.getString(1)).isEqualTo("ok");
                }
                try (ResultSet row =
                    link.prepare(
                            "SELECT e.id FROM keyhook_event e JOIN keyhook_seen s"
                                + " ON s.event_key = e.event_key")
                        .executeQuery()) {
                  while (row.next()) {
                    ids.add(row.getString(1));
                  }
                }
                return true;
              });
    }
    return ids;
  }
}
