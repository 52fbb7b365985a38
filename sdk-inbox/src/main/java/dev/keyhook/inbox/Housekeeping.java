package dev.keyhook.inbox;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.InboxListener.Backlog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final Set<String> withBacklog = new HashSet<>();
  private @Nullable Thread thread;

  Housekeeping(
      Database database, InboxListener listener, Duration keepHandled, Duration rememberIds) {
    this.database = database;
    this.listener = listener;
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
      report(database.query(link -> Backlogs.read(link, database)));
      retention.run(() -> isClosing.getCount() == 0);
    } catch (SQLException | RuntimeException | Error e) { // an error must not end the thread
      Listening.tell(() -> listener.databaseFailed(e));
    }
  }

  /** Also reports endpoints without a backlog that had one before, or gauges would keep it. */
  private synchronized void report(List<Backlog> backlogs) {
    Set<String> gone = new HashSet<>(withBacklog);
    withBacklog.clear();
    for (Backlog backlog : backlogs) {
      gone.remove(backlog.endpoint());
      withBacklog.add(backlog.endpoint());
      Listening.tell(() -> listener.backlog(backlog));
    }
    for (String endpoint : gone) {
      Backlog none = new Backlog(endpoint, 0, 0, 0, Duration.ZERO, 0, false);
      Listening.tell(() -> listener.backlog(none));
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
