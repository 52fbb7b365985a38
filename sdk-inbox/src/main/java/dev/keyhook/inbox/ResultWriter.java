package dev.keyhook.inbox;

import dev.keyhook.inbox.LaneTable.Progress;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records progress and results of lanes, all waiting reports in one transaction. A report that
 * cannot be written is kept until its lease has ended.
 */
final class ResultWriter implements AutoCloseable {

  private static final int MAX_GROUP = 500;

  private final Database database;
  private final LaneTable lanes;
  private final String owner;
  private final InboxListener listener;
  private final Duration patience;
  private final LinkedBlockingQueue<LaneRun> reporting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean isClosing;

  ResultWriter(
      Database database, LaneTable lanes, String owner, InboxListener listener, Duration patience) {
    this.database = database;
    this.lanes = lanes;
    this.owner = owner;
    this.listener = listener;
    this.patience = patience;
    this.thread = Threads.daemon("keyhook-inbox-results", this::run);
  }

  /** Queues a lane that has something to report; it is in the queue at most once. */
  void report(LaneRun lane) {
    reporting.add(lane);
  }

  private void run() {
    try {
      while (!isClosing || !reporting.isEmpty()) {
        LaneRun first = reporting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<LaneRun> group = new ArrayList<>(List.of(first));
          reporting.drainTo(group, MAX_GROUP - 1);
          write(group);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<LaneRun> group) throws InterruptedException {
    group.sort(Comparator.comparing(LaneRun::lane));
    List<LaneRun> moving = new ArrayList<>();
    List<Progress> progress = new ArrayList<>();
    List<LaneRun> ending = new ArrayList<>();
    List<LaneResult> results = new ArrayList<>();
    for (LaneRun lane : group) {
      lane.beginReport();
      LaneResult result = lane.result();
      @Nullable Progress step = result == null ? lane.progress() : null;
      if (result != null) {
        ending.add(lane);
        results.add(result);
      } else if (step != null) {
        moving.add(lane);
        progress.add(step);
      }
    }
    while (true) {
      try {
        boolean[][] recorded =
            database
                .results()
                .transact(
                    link ->
                        new boolean[][] {
                          progress.isEmpty()
                              ? new boolean[0]
                              : lanes.progress(link, progress, owner),
                          results.isEmpty() ? new boolean[0] : lanes.release(link, results, owner)
                        });
        for (int i = 0; i < moving.size(); i++) {
          moving.get(i).progressReported(recorded[0][i]);
        }
        for (int i = 0; i < ending.size(); i++) {
          ending.get(i).ended(recorded[1][i]);
        }
        return;
      } catch (SQLException | RuntimeException | Error e) { // an error must not end the writer
        Listening.tell(() -> listener.databaseFailed(e));
        if (isClosing || group.stream().noneMatch(LaneRun::isLeaseHeld)) {
          ending.forEach(lane -> lane.ended(false));
          return;
        }
        Thread.sleep(100); // the database is down: nothing else to wait for
      }
    }
  }

  /** Writes the waiting reports, and ends the thread. */
  @Override
  public void close() {
    isClosing = true;
    Threads.join(thread, patience);
  }
}
