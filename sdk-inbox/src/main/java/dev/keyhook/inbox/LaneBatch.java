package dev.keyhook.inbox;

import java.util.List;

/**
 * Events of a claimed lane that were read from the database.
 *
 * @param through the position up to which the lane is done when these are handled
 */
record LaneBatch(LaneClaim claim, List<QueuedEvent> events, long through) {

  /**
   * Returns a batch.
   *
   * @param isCut whether more events may follow the ones that were read
   */
  static LaneBatch of(LaneClaim claim, List<QueuedEvent> events, boolean isCut) {
    long last = events.isEmpty() ? claim.done() : events.get(events.size() - 1).seq();
    return new LaneBatch(claim, events, isCut ? last : claim.tail());
  }

  long weight() {
    long weight = 1000;
    for (QueuedEvent event : events) {
      weight += event.body().length + 1000;
    }
    return weight;
  }
}
