package dev.keyhook.faults;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that fails at random: before the work, before it records the key, or afterwards.
 *
 * <p>If the key of finished work is not recorded, the work runs again. This is counted, so that a
 * test can distinguish it from work that was repeated by a bug.
 */
final class FaultyIdempotency implements Idempotency {

  private final Idempotency store;
  private final Faults faults;
  private final Map<String, Integer> notRecorded = new ConcurrentHashMap<>();

  FaultyIdempotency(Idempotency store, Faults faults) {
    this.store = store;
    this.faults = faults;
  }

  /** Returns how often the work of a key finished without the key being recorded. */
  int notRecorded(String key) {
    return notRecorded.getOrDefault(key, 0);
  }

  @Override
  public Result once(String endpoint, String key, Work work) throws Exception {
    faults.maybe("the store fails before the work", 0.02);
    Result result = store.once(endpoint, key, transaction -> run(key, work, transaction));
    faults.maybe("the store fails after the key was recorded", 0.02);
    return result;
  }

  private void run(String key, Work work, Transaction transaction) throws Exception {
    work.run(transaction);
    if (faults.happens("the store fails to record the key", 0.02)) {
      notRecorded.merge(key, 1, Integer::sum);
      throw new IllegalStateException("the store fails to record the key");
    }
  }
}
