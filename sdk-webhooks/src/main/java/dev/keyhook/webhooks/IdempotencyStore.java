package dev.keyhook.webhooks;

import java.time.Clock;
import java.time.Duration;

/**
 * Remembers which events were handled, so that one that is delivered twice is handled once.
 *
 * <p>A {@link WebhookReceiver} claims an event's id before the handler runs, and completes the
 * claim when it has returned or releases it when it threw. The default lives in memory, which suits
 * one server that may forget at a restart. For several servers write one over a database: {@code
 * claim} inserts a row and looks at what is there if that fails.
 *
 * <p>Each receiver needs keys of its own: of two receivers that share a store as it is, one would
 * take the other's events for duplicates. Put the receiver's name before the key where they share a
 * table.
 *
 * <p>A server may die between claim and completion. A store that outlives it must therefore give a
 * claim away again after a time that no handler needs and the sender's retries outlast: some
 * minutes.
 *
 * <p>What happens when a method throws: after {@code claim} the answer is 500 and no handler runs;
 * after {@code complete} the event counts as handled all the same, since it was; after {@code
 * release} the answer is 500 as it would have been, and the claim stays until the store gives it
 * away.
 *
 * <p>Implementations must be safe for use by any number of threads. A key is a sender's text of any
 * length and content: bind it as a parameter, and store its digest if it is long.
 */
public interface IdempotencyStore {

  /** What a claim has found. */
  enum Claim {
    /** Nobody has this key: the caller has it now, and must complete or release it. */
    FIRST,
    /** Somebody has claimed it and has not finished. */
    IN_PROGRESS,
    /** It was completed. */
    DONE
  }

  /** Claims a key, atomically: of any number of simultaneous callers, one gets {@code FIRST}. */
  Claim claim(String key);

  /** Marks a claimed key as done, so that further claims find {@code DONE}. */
  void complete(String key);

  /** Gives a claimed key back, so that the next claim finds {@code FIRST}. */
  void release(String key);

  /**
   * Returns a store in memory for 100,000 keys, some 12 MB, each for 25 hours: senders that retry
   * for a day are covered.
   */
  static IdempotencyStore inMemory() {
    return inMemory(Clock.systemUTC());
  }

  /** Returns the same with another clock than the system's. */
  static IdempotencyStore inMemory(Clock clock) {
    return inMemory(100_000, Duration.ofHours(25), clock);
  }

  /**
   * Returns a store in memory.
   *
   * <p>It takes about 120 bytes for a key, however long that is. What is being handled is never
   * dropped.
   *
   * @param maxKeys how many completed keys it keeps, at least 1; the oldest is dropped for a new
   *     one
   * @param maxAge how long it keeps a completed key
   * @param clock what ages are measured with
   */
  static IdempotencyStore inMemory(int maxKeys, Duration maxAge, Clock clock) {
    return new InMemoryIdempotencyStore(maxKeys, maxAge, clock);
  }
}
