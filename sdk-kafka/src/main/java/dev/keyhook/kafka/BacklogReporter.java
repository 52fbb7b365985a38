package dev.keyhook.kafka;

import dev.keyhook.internal.inbox.BacklogReports;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that reports the backlog of a group to a listener. */
final class BacklogReporter implements AutoCloseable {

  private final GroupStatus status;
  private final InboxListener listener;
  private final BacklogReports reports;
  private final Duration interval;
  private final CountDownLatch isClosing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "keyhook-kafka-backlog");

  BacklogReporter(GroupStatus status, InboxListener listener, Duration interval) {
    this.status = status;
    this.listener = listener;
    this.reports = new BacklogReports(listener);
    this.interval = interval;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!isClosing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        report();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report() {
    try {
      Backlog backlog = status.read().backlog();
      boolean isEmpty = backlog.events() == 0 && backlog.deadLetters() == 0;
      reports.report(isEmpty ? List.of() : List.of(backlog));
    } catch (RuntimeException | Error e) { // an error must not end the thread
      if (isClosing.getCount() > 0) {
        Listening.tell(() -> listener.databaseFailed(e));
      }
    }
  }

  @Override
  public void close() {
    isClosing.countDown();
    thread.interrupt();
  }
}
