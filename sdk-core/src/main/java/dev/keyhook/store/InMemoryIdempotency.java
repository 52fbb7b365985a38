package dev.keyhook.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Idempotency} in memory, bounded by count and age, without locks.
 *
 * <p>{@code complete} adds the key to {@code done} before removing it from {@code inProgress};
 * {@code claim} checks {@code done} again after adding it to {@code inProgress}, so it never takes
 * a key that was completed in between for a new one.
 */
final class InMemoryIdempotency implements Idempotency {

  private static final Transaction NO_TRANSACTION =
      Transaction.none(
          "Idempotency in memory has none; use JdbcIdempotency, or an inbox in the same database");

  private final int maxKeys;
  private final long maxAgeNanos;
  private final LongSupplier nanoTime;

  /** Presized to reduce contention. */
  private final Set<Key> inProgress = ConcurrentHashMap.newKeySet(1024);

  private final ConcurrentMap<Key, Done> done = new ConcurrentHashMap<>();
  private final Queue<Done> oldestFirst = new ConcurrentLinkedQueue<>();

  /** The size of {@link #oldestFirst}, whose own {@code size()} traverses it. */
  private final AtomicInteger size = new AtomicInteger();

  private final AtomicBoolean isEvicting = new AtomicBoolean();

  InMemoryIdempotency(int maxKeys, Duration maxAge, LongSupplier nanoTime) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1, but was " + maxKeys);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAge must be more than zero, but was " + maxAge);
    }
    this.maxKeys = maxKeys;
    this.maxAgeNanos = nanos(maxAge);
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public Result once(String endpoint, String key, Work work) throws Exception {
    Key claimed = Key.of(endpoint, key);
    // Read before the work: a clock that throws after it would leave the key in progress.
    long now = nanoTime.getAsLong();
    @Nullable Result refused = claim(claimed, now);
    if (refused != null) {
      return refused;
    }
    boolean isDone = false;
    try {
      work.run(NO_TRANSACTION);
      isDone = true;
    } finally {
      if (isDone) {
        complete(claimed, now);
      } else {
        inProgress.remove(claimed);
      }
    }
    return Result.DONE;
  }

  /** Records nothing: an event without an id must not evict the id of another. */
  @Override
  public Result withoutKey(String endpoint, Work work) throws Exception {
    work.run(NO_TRANSACTION);
    return Result.DONE;
  }

  /** Claims a key; returns why that is impossible, or null if the caller has it now. */
  private @Nullable Result claim(Key key, long now) {
    if (isDone(key, now)) {
      return Result.DUPLICATE;
    }
    if (!inProgress.add(key)) {
      return Result.IN_PROGRESS;
    }
    if (isDone(key, now)) {
      inProgress.remove(key);
      return Result.DUPLICATE;
    }
    return null;
  }

  private boolean isDone(Key key, long now) {
    Done found = done.get(key);
    return found != null && !isExpired(found, now);
  }

  private boolean isExpired(Done entry, long now) {
    return now - entry.nanos > maxAgeNanos;
  }

  private void complete(Key key, long now) {
    Done newest = new Done(key, now);
    done.put(key, newest);
    oldestFirst.add(newest);
    size.incrementAndGet();
    inProgress.remove(key);
    evict(now);
  }

  /** Single evictor: two could evict too many. */
  private void evict(long now) {
    if (!isEvicting.compareAndSet(false, true)) {
      return;
    }
    try {
      Done oldest = oldestFirst.peek();
      while (oldest != null && (size.get() > maxKeys || isExpired(oldest, now))) {
        oldestFirst.remove();
        size.decrementAndGet();
        done.remove(oldest.key, oldest); // unless it was done again
        oldest = oldestFirst.peek();
      }
    } finally {
      isEvicting.set(false);
    }
  }

  /** A completed key, and when its work began; equal to itself only. */
  private static final class Done {

    private final Key key;
    private final long nanos;

    Done(Key key, long nanos) {
      this.key = key;
      this.nanos = nanos;
    }
  }
}
