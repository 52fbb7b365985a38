package dev.keyhook.internal.inbox;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports backlogs to a listener, also once more when there is none left: gauges would keep the
 * last one. Safe for use by any number of threads.
 */
public final class BacklogReports {

  private final InboxListener listener;
  private final Set<String> withBacklog = new HashSet<>();

  /** Creates it. */
  public BacklogReports(InboxListener listener) {
    this.listener = listener;
  }

  /**
   * Reports.
   *
   * @param backlogs of all endpoints with events that wait or were given up
   */
  public synchronized void report(List<Backlog> backlogs) {
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
}
