package dev.keyhook.inbox;

import dev.keyhook.routing.InboxListener.Backlog;
import java.util.List;

/**
 * How an inbox is doing.
 *
 * @param sizeBytes how much disk space its tables take, in bytes
 * @param backlogs what waits at each endpoint with events that wait or were given up
 */
public record InboxStatus(long sizeBytes, List<Backlog> backlogs) {

  /** Copies the list. */
  public InboxStatus {
    backlogs = List.copyOf(backlogs);
  }
}
