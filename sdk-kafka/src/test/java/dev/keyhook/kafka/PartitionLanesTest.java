package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.EventContext;
import dev.keyhook.store.Idempotency;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers follow each other at one partition; each knows only what the last one has committed. */
class PartitionLanesTest {

  private static final int MAX_ATTEMPTS = 5;

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final LinkedBlockingQueue<Boolean> deaths = new LinkedBlockingQueue<>();
  private OffsetAndMetadata committed = new OffsetAndMetadata(0);
  private OneWorker worker;
  private PartitionLanes lanes;

  @BeforeEach
  void startWorker() {
    tasks.clear();
    worker =
        new OneWorker(
            Ring.router().otherwise(this::handle).build(), Idempotency.inMemory(), MAX_ATTEMPTS);
    lanes =
        new PartitionLanes(
            worker.lanes(tasks::add),
            committed.offset(),
            Vanished.parse(committed.metadata()),
            true);
    lanes.runOneAtATime(lanes.isSuspicious());
    commit();
  }

  private void handle(Ring ring, EventContext context) throws InterruptedException {
    handled.add(ring.text() + " " + context.attempt());
    if (ring.text().equals("deadly")) {
      deaths.add(true);
      new CountDownLatch(1).await(); // as if the process had ended
    } else if (ring.text().equals("failing")) {
      throw new IllegalStateException();
    }
  }

  private void commit() {
    committed = lanes.commit();
    lanes.committed(committed);
  }

  private void startAlone() {
    lanes.noteNext();
    commit();
    lanes.startAlone();
  }

  private void read(String... texts) {
    for (int offset = (int) committed.offset(); offset < texts.length; offset++) {
      lanes.accept(
          OneWorker.record(0, offset, Ring.of("" + offset, "door " + offset, texts[offset])));
    }
  }

  /** Runs what can run; returns whether the process ended meanwhile. */
  private boolean endsProcess() throws InterruptedException {
    while (true) {
      lanes.runOneAtATime(lanes.isSuspicious());
      if (lanes.hasWaiting()) {
        startAlone();
      }
      Runnable task = tasks.poll();
      if (task == null) {
        return false;
      }
      Thread thread =
          new Thread(
              () -> {
                task.run();
                deaths.add(false);
              });
      thread.setDaemon(true);
      thread.start();
      if (deaths.take()) {
        return true;
      }
      commit();
    }
  }

  @Test
  void runsLanesTogetherAfterAnOrderlyEnd() {
    for (int i = 0; i < 5; i++) {
      assertThat(committed.metadata()).isNotEmpty();
      lanes.restoreNote();
      commit();
      assertThat(committed.metadata()).isEmpty();
      startWorker();
    }
    read("a", "b");
    assertThat(tasks).hasSize(2);
  }

  @Test
  void countsWorkersThatVanishedAsAttempts() {
    startWorker();
    startWorker();
    read("a", "b");
    tasks.remove().run();
    assertThat(handled).containsExactly("a 3");
    assertThat(lanes.commit()).isEqualTo(new OffsetAndMetadata(1, ""));
  }

  @Test
  void doesNotBlameAnEventWhoseHandlerFailedWithoutEndingTheProcess() {
    read("failing", "b");
    assertThat(committed.metadata()).isNotEmpty();
    tasks.remove().run();
    assertThat(lanes.isCommitDue()).isTrue();
    assertThat(lanes.commit()).isEqualTo(new OffsetAndMetadata(0, ""));
  }

  @Test
  void runsOneEventAtATimeAfterWorkersHaveVanishedAgainAndAgain() {
    startWorker();
    startWorker();
    startWorker();
    read("a", "failing", "c");
    assertThat(tasks).isEmpty();
    for (String call : List.of("a 4", "failing 1", "c 1")) {
      assertThat(lanes.isSuspicious()).isTrue();
      assertThat(lanes.hasWaiting()).isTrue();
      startAlone();
      assertThat(lanes.isIdle()).isFalse();
      tasks.remove().run();
      assertThat(lanes.isIdle()).isTrue();
      assertThat(handled).endsWith(call);
    }
    assertThat(lanes.isSuspicious()).isFalse();
    assertThat(lanes.commit()).isEqualTo(new OffsetAndMetadata(1, ""));
  }

  @Test
  void findsTheEventThatEndsTheProcessAndGivesItUp() throws Exception {
    String[] texts = {"a", "b", "deadly", "d"};
    int lives = 1;
    read(texts);
    while (endsProcess()) {
      assertThat(worker.producer.history()).isEmpty();
      lives++;
      startWorker();
      read(texts);
    }
    assertThat(lives).isEqualTo(7);
    assertThat(handled)
        .containsExactly(
            "a 1",
            "b 1",
            "deadly 1",
            "deadly 1",
            "deadly 2",
            "deadly 3",
            "deadly 4",
            "deadly 5",
            "d 1");
    assertThat(worker.producer.history()).hasSize(1);
    assertThat(committed).isEqualTo(new OffsetAndMetadata(4, ""));
  }

  @Test
  void keepsWhatIsKnownOfEarlierWorkersWhenThePartitionMovesBeforeItsEventRan() {
    startWorker();
    startWorker();
    startWorker();
    read("a", "b");
    for (int i = 0; i < 3; i++) {
      lanes.stop();
      lanes.restoreNote();
      commit();
      startWorker();
      assertThat(lanes.isSuspicious()).isTrue();
    }
    read("a", "b");
    startAlone();
    tasks.remove().run();
    assertThat(handled).containsExactly("a 4");
  }

  @Test
  void holdsBackAttemptsThatWereQueuedBeforeEventsRanOneAtATime() {
    read("a", "b");
    lanes.runOneAtATime(true);
    tasks.remove().run();
    tasks.remove().run();
    assertThat(handled).isEmpty();
    startAlone();
    tasks.remove().run();
    assertThat(handled).containsExactly("a 1");
    assertThat(tasks).isEmpty();
    lanes.runOneAtATime(false);
    tasks.remove().run();
    assertThat(handled).containsExactly("a 1", "b 1");
  }
}
