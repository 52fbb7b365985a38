package dev.keyhook.inbox;

import dev.keyhook.internal.inbox.BacklogReports;
import dev.keyhook.internal.inbox.Listening;
import dev.keyhook.routing.InboxListener;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Once a minute deletes rows whose retention has ended, and reports the backlog to the listener.
 */
final class Housekeeping implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Database database;
  private final InboxListener listener;
  private final Retention retention;
  private final CountDownLatch isClosing = new CountDownLatch(1);
  private final BacklogReports reports;
  private @Nullable Thread thread;

  Housekeeping(
      Database database, InboxListener listener, Duration keepHandled, Duration rememberIds) {
    this.database = database;
    this.listener = listener;
    this.reports = new BacklogReports(listener);
    this.retention = new Retention(database, keepHandled, rememberIds);
  }

  void start() {
    thread = Threads.daemon("keyhook-inbox-housekeeping", this::run);
  }

  private void run() {
    try {
      while (!isClosing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        runOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void runOnce() {
    try {
      reports.report(database.query(link -> Backlogs.read(link, database)));
      retention.run(() -> isClosing.getCount() == 0);
    } catch (SQLException | RuntimeException | Error e) { // an error must not end the thread
      Listening.tell(() -> listener.databaseFailed(e));
    }
  }

  @Override
  public void close() {
    isClosing.countDown();
    if (thread != null) {
      Threads.join(thread, Duration.ofSeconds(5));
    }
  }
}
