package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

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
  private final Queue<LaneRun> reporting = new ArrayDeque<>(); // guarded by this
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
  synchronized void report(LaneRun lane) {
    reporting.add(lane);
    notifyAll();
  }

  private void run() {
    try {
      for (List<LaneRun> group = next(); !group.isEmpty(); group = next()) {
        write(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for reports, and removes them from the queue; returns none once it is closed. */
  private synchronized List<LaneRun> next() throws InterruptedException {
    while (reporting.isEmpty() && !isClosing) {
      wait();
    }
    List<LaneRun> group = new ArrayList<>();
    while (group.size() < MAX_GROUP && !reporting.isEmpty()) {
      group.add(reporting.remove());
    }
    return group;
  }

  private void write(List<LaneRun> group) throws InterruptedException {
    // The order in which appends lock lanes, to prevent deadlocks.
    group.sort(Comparator.comparing(LaneRun::lane));
    List<LaneResult> reports = new ArrayList<>();
    for (LaneRun lane : group) {
      reports.add(Objects.requireNonNull(lane.beginReport()));
    }
    while (true) {
      try {
        boolean[] recorded =
            database.results().transact(link -> lanes.report(link, reports, owner));
        for (int i = 0; i < recorded.length; i++) {
          group.get(i).reported(reports.get(i), recorded[i]);
        }
        return;
      } catch (SQLException | RuntimeException | Error e) { // an error must not end the writer
        Listening.tell(() -> listener.databaseFailed(e));
        if (isClosing || group.stream().noneMatch(LaneRun::isLeaseHeld)) {
          for (int i = 0; i < reports.size(); i++) {
            group.get(i).reported(reports.get(i), false);
          }
          return;
        }
        Thread.sleep(100); // the database is down: nothing else to wait for
      }
    }
  }

  /** Writes the waiting reports, and ends the thread. */
  @Override
  public void close() {
    synchronized (this) {
      isClosing = true;
      notifyAll();
    }
    Threads.join(thread, patience);
  }
}
