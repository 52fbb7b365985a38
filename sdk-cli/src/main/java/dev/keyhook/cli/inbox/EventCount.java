package dev.keyhook.cli.inbox;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.inbox.InboxLane;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Counts the events that an action would change, if that depends on more than the filter. */
public final class EventCount {

  private EventCount() {}

  static long of(InboxAdmin admin, InboxFilter filter, Predicate<InboxEvent> isMeant) {
    long[] count = {0};
    admin.export(filter, event -> count[0] += isMeant.test(event) ? 1 : 0);
    return count[0];
  }

  /**
   * Returns how many events a retry would handle again: dead letters, and one of each lane that
   * waits for its next attempt or is parked.
   */
  static long retried(InboxAdmin admin, InboxFilter filter) {
    if (filter.isDeadLetter()) {
      return admin.count(filter);
    }
    Set<String> lanes = new HashSet<>();
    for (InboxLane lane : admin.lanes(Integer.MAX_VALUE)) {
      if (lane.state() == InboxLane.State.BACKING_OFF || lane.state() == InboxLane.State.PARKED) {
        lanes.add(lane.lane());
      }
    }
    return of(
        admin,
        filter,
        event ->
            event.state() == InboxEvent.State.DEAD_LETTER
                || (event.state() != InboxEvent.State.HANDLED && lanes.remove(event.lane())));
  }

  /**
   * Returns how many events a replay would handle again. Events that wait are left out, and so are
   * copies, unless one event is chosen.
   */
  public static long replayed(InboxAdmin admin, InboxFilter filter) {
    boolean isOneEvent =
        filter.id() != null || (filter.lane() != null && filter.position() != null);
    return of(
        admin,
        filter,
        event ->
            (event.state() == InboxEvent.State.HANDLED
                    || event.state() == InboxEvent.State.DEAD_LETTER)
                && (isOneEvent || !event.isReplay()));
  }
}
