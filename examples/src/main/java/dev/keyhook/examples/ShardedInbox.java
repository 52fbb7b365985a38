package dev.keyhook.examples;

import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spreads deliveries over several inboxes by their lane, so that a subject always has the same
 * inbox and its events stay in order. Each inbox has workers of its own.
 *
 * <p>The number and order of the inboxes must stay the same while they hold unhandled events.
 */
public final class ShardedInbox implements Inbox {

  private final List<? extends Inbox> shards;

  /**
   * Creates an inbox over others.
   *
   * @param shards in the same order on all nodes
   */
  public ShardedInbox(List<? extends Inbox> shards) {
    this.shards = List.copyOf(shards);
  }

  @Override
  public void append(List<InboxEntry> entries) {
    // region append
    Map<Integer, List<InboxEntry>> byShard = new TreeMap<>();
    for (InboxEntry entry : entries) {
      String lane = entry.endpoint() + "/" + entry.subject().or(entry::id).orElse("");
      int shard = Math.floorMod(lane.hashCode(), shards.size());
      byShard.computeIfAbsent(shard, number -> new ArrayList<>()).add(entry);
    }
    // If the second one fails, the sender retries, and the first one recognizes the duplicates.
    byShard.forEach((shard, part) -> shards.get(shard).append(part));
    // endregion
  }

  @Override
  public void close() {
    shards.forEach(Inbox::close);
  }
}
