package dev.keyhook.faults;

import dev.keyhook.webhooks.IdempotencyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store over a bad line: any call may fail, before it has done something or after.
 *
 * <p>A claim of which nobody heard, or that could not be released, is given away again, as {@link
 * IdempotencyStore} asks of a store that outlives its server. One that could not be completed is
 * not: its lease outlasts this test.
 */
final class FaultyStore implements IdempotencyStore {

  private final IdempotencyStore store;
  private final Faults faults;
  private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
  private final Set<String> neverCompleted = ConcurrentHashMap.newKeySet();

  FaultyStore(IdempotencyStore store, Faults faults) {
    this.store = store;
    this.faults = faults;
  }

  /** Says whether an event was handled and the store has not heard of it. */
  boolean isNeverCompleted(String key) {
    return neverCompleted.contains(key);
  }

  void forget(String key) {
    abandoned.remove(key);
    if (neverCompleted.remove(key)) {
      store.complete(key);
    }
  }

  @Override
  public Claim claim(String key) {
    faults.maybe("claim fails", 0.02);
    if (abandoned.remove(key)) {
      store.release(key);
    }
    Claim claim = store.claim(key);
    if (faults.happens("claim's answer is lost", 0.02)) {
      if (claim == Claim.FIRST) {
        abandoned.add(key);
      }
      throw new IllegalStateException("claim's answer is lost");
    }
    return claim;
  }

  @Override
  public void complete(String key) {
    if (faults.happens("complete fails", 0.02)) {
      neverCompleted.add(key);
      throw new IllegalStateException("complete fails");
    }
    store.complete(key);
    faults.maybe("complete's answer is lost", 0.02);
  }

  @Override
  public void release(String key) {
    if (faults.happens("release fails", 0.1)) {
      abandoned.add(key);
      throw new IllegalStateException("release fails");
    }
    store.release(key);
    faults.maybe("release's answer is lost", 0.02);
  }
}
