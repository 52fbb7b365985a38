package dev.keyhook.store;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Runs the work of each event once, although events are delivered more than once.
 *
 * <p>The key identifies an event within an endpoint, so that several receivers can share one store.
 * Implementations are safe for use by any number of threads, and must accept keys of any length and
 * content: they are the sender's text.
 */
public interface Idempotency {

  /** The result of {@link #once}. */
  enum Result {
    /** The work ran and returned. */
    DONE,
    /** The work of this key was done before; it did not run. */
    DUPLICATE,
    /** Another caller is running the work of this key right now; it did not run here. */
    IN_PROGRESS
  }

  /** The work of one event. */
  @FunctionalInterface
  interface Work {

    /**
     * Does the work.
     *
     * @param transaction the transaction in which the key is recorded; without resources if the
     *     store has no transactions
     * @throws Exception if the work failed and is to be done again
     */
    void run(Transaction transaction) throws Exception;
  }

  /**
   * Runs the work, unless it was done before or is being done. If the work throws, the key is not
   * recorded and the next call runs the work again.
   *
   * <p>A store with transactions commits the key together with the work's writes. Of any number of
   * simultaneous callers with equal endpoint and key, one at a time runs the work.
   *
   * @param endpoint the receiver's name
   * @param key the event's id
   * @throws Exception the unchanged exception of the work, or that of the store if the result could
   *     not be recorded
   */
  Result once(String endpoint, String key, Work work) throws Exception;

  /**
   * Runs the work of an event without an id, for which duplicates cannot be detected. The default
   * records a random key, so that the work has the store's transaction; override it in a store
   * without transactions, so that such keys do not evict others.
   *
   * <p>A store that delegates to another one must override this method too and delegate it:
   * otherwise the default calls its {@link #once} with random keys, and the other store's own
   * {@code withoutKey} is never used.
   *
   * @param endpoint the receiver's name
   * @throws Exception as {@link #once} does
   */
  default Result withoutKey(String endpoint, Work work) throws Exception {
    return once(endpoint, UUID.randomUUID().toString(), work);
  }

  /**
   * Returns a store in memory for 100,000 keys, each kept for 25 hours: this covers senders that
   * retry for a day. All keys are lost at a restart.
   */
  static Idempotency inMemory() {
    return inMemory(100_000, Duration.ofHours(25), System::nanoTime);
  }

  /**
   * Returns a store in memory.
   *
   * <p>If the store is full, a new key evicts the oldest one, so a sender that has the secret can
   * evict keys by sending many events. Work in progress is never evicted. The store has no
   * transactions.
   *
   * @param maxKeys how many keys to keep, at least 1
   * @param maxAge how long to keep a key, more than zero
   * @param nanoTime a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  static Idempotency inMemory(int maxKeys, Duration maxAge, LongSupplier nanoTime) {
    return new InMemoryIdempotency(maxKeys, maxAge, nanoTime);
  }
}
