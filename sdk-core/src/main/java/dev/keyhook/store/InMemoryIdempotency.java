package dev.keyhook.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
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
 * <p>An entry is in the map while and after its work runs, and in the eviction queue when its work
 * is done.
 */
final class InMemoryIdempotency implements Idempotency {

  /** An event id is usually a UUID of 36 characters; longer ids are replaced by a digest. */
  private static final int MAX_PLAIN_LENGTH = 64;

  private static final Transaction NO_TRANSACTION =
      Transaction.none(
          "Idempotency in memory has none; use JdbcIdempotency, or an inbox in the same database");

  private final int maxKeys;
  private final long maxAgeNanos;
  private final LongSupplier nanoTime;

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final Queue<Entry> oldestFirst = new ConcurrentLinkedQueue<>();

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
    // Read before the work: a clock that throws after it would leave the key in progress.
    Entry claimed = new Entry(mapKey(endpoint, key), nanoTime.getAsLong());
    @Nullable Result refused = claim(claimed);
    if (refused != null) {
      return refused;
    }
    try {
      work.run(NO_TRANSACTION);
      claimed.isDone = true;
    } finally {
      if (claimed.isDone) {
        complete(claimed);
      } else {
        entries.remove(claimed.key, claimed);
      }
    }
    return Result.DONE;
  }

  /** Records no key: an event without an id must not evict the id of another event. */
  @Override
  public Result withoutKey(String endpoint, Work work) throws Exception {
    work.run(NO_TRANSACTION);
    return Result.DONE;
  }

  /** Claims a key. Returns null if the caller has the key, otherwise the reason why not. */
  private @Nullable Result claim(Entry entry) {
    while (true) {
      Entry found = entries.putIfAbsent(entry.key, entry);
      if (found == null) {
        return null;
      } else if (!found.isDone) {
        return Result.IN_PROGRESS;
      } else if (!isExpired(found, entry.nanos)) {
        return Result.DUPLICATE;
      } else if (entries.replace(entry.key, found, entry)) {
        return null;
      }
      // Another caller has replaced or evicted it meanwhile.
    }
  }

  private boolean isExpired(Entry entry, long now) {
    return now - entry.nanos > maxAgeNanos;
  }

  private void complete(Entry entry) {
    oldestFirst.add(entry);
    size.incrementAndGet();
    evict(entry.nanos);
  }

  /** Single evictor: two could evict too many. */
  private void evict(long now) {
    if (!isEvicting.compareAndSet(false, true)) {
      return;
    }
    try {
      Entry oldest = oldestFirst.peek();
      while (oldest != null && (size.get() > maxKeys || isExpired(oldest, now))) {
        oldestFirst.remove();
        size.decrementAndGet();
        entries.remove(oldest.key, oldest); // unless it was claimed again
        oldest = oldestFirst.peek();
      }
    } finally {
      isEvicting.set(false);
    }
  }

  /** Plain and digested keys differ in their separator, so a sender cannot make one look alike. */
  private static String mapKey(String endpoint, String key) {
    return key.length() <= MAX_PLAIN_LENGTH
        ? endpoint.concat("\0").concat(key) // the first + of a process takes milliseconds
        : endpoint + '\1' + new String(sha256(key), ISO_8859_1);
  }

  private static byte[] sha256(String key) {
    try {
      // UTF-8 cannot encode lone surrogates and encoders replace them, so the chars are digested.
      byte[] chars = new byte[2 * key.length()];
      for (int i = 0; i < key.length(); i++) {
        chars[2 * i] = (byte) (key.charAt(i) >> 8);
        chars[2 * i + 1] = (byte) key.charAt(i);
      }
      return MessageDigest.getInstance("SHA-256").digest(chars);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }

  /** A claimed key, and when its work began; equal to itself only. */
  private static final class Entry {

    private final String key;
    private final long nanos;
    private volatile boolean isDone;

    Entry(String key, long nanos) {
      this.key = key;
      this.nanos = nanos;
    }
  }
}
