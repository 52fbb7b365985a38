package dev.keyhook.faults;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A store that commits keys and effects together, as a database does. The commit can fail, and so
 * can the connection after the commit.
 */
final class TransactionalIdempotency implements Idempotency {

  /** The writes of a handler, visible to others after the commit. */
  static final class Effects {

    private final List<String> written = new ArrayList<>();

    void write(String effect) {
      written.add(effect);
    }
  }

  private final Faults faults;
  private final Set<String> locked = ConcurrentHashMap.newKeySet();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Queue<String> committed = new ConcurrentLinkedQueue<>();

  TransactionalIdempotency(Faults faults) {
    this.faults = faults;
  }

  /** Returns all committed effects. */
  List<String> committed() {
    return List.copyOf(committed);
  }

  @Override
  public Result once(String endpoint, String key, Work work) throws Exception {
    if (!locked.add(key)) {
      return Result.IN_PROGRESS;
    }
    try {
      if (keys.contains(key)) {
        return Result.DUPLICATE;
      }
      Effects effects = new Effects();
      work.run(Transaction.of(Effects.class, effects));
      faults.maybe("the commit fails", 0.05);
      keys.add(key);
      committed.addAll(effects.written);
      faults.maybe("the connection fails after the commit", 0.05);
      return Result.DONE;
    } finally {
      locked.remove(key);
    }
  }
}
