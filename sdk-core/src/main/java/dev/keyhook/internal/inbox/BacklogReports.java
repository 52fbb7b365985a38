package dev.keyhook.internal.inbox;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.routing.InboxListener.Backlog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports backlogs to a listener. An endpoint whose backlog has ended is reported once as empty,
 * because a gauge shows the last value that it was given. Safe for use by any number of threads.
 */
public final class BacklogReports {

  private final InboxListener listener;
  private final Set<String> withBacklog = new HashSet<>();

  /** Creates reports to a listener. */
  public BacklogReports(InboxListener listener) {
    this.listener = listener;
  }

  /**
   * Reports backlogs, and an empty one for each endpoint that only the last call had.
   *
   * @param backlogs of all endpoints with waiting events or dead letters
   */
  public synchronized void report(List<Backlog> backlogs) {
    Set<String> emptied = new HashSet<>(withBacklog);
    withBacklog.clear();
    for (Backlog backlog : backlogs) {
      emptied.remove(backlog.endpoint());
      withBacklog.add(backlog.endpoint());
      Listening.tell(() -> listener.backlog(backlog));
    }
    for (String endpoint : emptied) {
      Backlog none = new Backlog(endpoint, 0, 0, 0, Duration.ZERO, 0, false);
      Listening.tell(() -> listener.backlog(none));
    }
  }
}
