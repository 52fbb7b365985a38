package dev.keyhook.cli.inbox;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import java.util.function.Predicate;

/** Counts the events that an action would change, where a filter alone cannot tell. */
final class EventCount {

  private EventCount() {}

  static long of(InboxAdmin admin, InboxFilter filter, Predicate<InboxEvent> isMeant) {
    long[] count = {0};
    admin.export(filter, event -> count[0] += isMeant.test(event) ? 1 : 0);
    return count[0];
  }
}
