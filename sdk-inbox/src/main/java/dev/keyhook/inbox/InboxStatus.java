package dev.keyhook.inbox;

import dev.keyhook.routing.InboxListener.Backlog;
import java.util.List;

/**
 * Size and backlog of an inbox.
 *
 * @param sizeBytes how much disk space its tables take, in bytes
 * @param backlogs the backlog of each endpoint that has waiting events or dead letters
 */
public record InboxStatus(long sizeBytes, List<Backlog> backlogs) {

  /** Copies the list. */
  public InboxStatus {
    backlogs = List.copyOf(backlogs);
  }
}
