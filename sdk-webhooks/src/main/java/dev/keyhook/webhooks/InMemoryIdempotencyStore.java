package dev.keyhook.webhooks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IdempotencyStore} in memory, bounded by count and age.
 *
 * <p>Nobody waits for another. A key is done before it ceases to be in progress, so whoever looks
 * for both, and for the first once more when the second is his, never takes it for new in between.
 */
final class InMemoryIdempotencyStore implements IdempotencyStore {

  private final int maxKeys;
  private final long maxAgeMillis;
  private final Clock clock;

  /** Wide from the beginning, so that threads seldom meet in one of its places. */
  private final ConcurrentMap<String, Digest> inProgress = new ConcurrentHashMap<>(1024);

  private final ConcurrentMap<Digest, Done> done = new ConcurrentHashMap<>();
  private final Queue<Done> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger(); // of the queue, which would count
  private final AtomicBoolean isDropping = new AtomicBoolean();

  InMemoryIdempotencyStore(int maxKeys, Duration maxAge, Clock clock) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1, but was " + maxKeys);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAge must be more than zero, but was " + maxAge);
    }
    this.maxKeys = maxKeys;
    this.maxAgeMillis = millis(maxAge);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  private static long millis(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public Claim claim(String key) {
    Digest digest = Digest.of(key);
    if (isDone(digest)) {
      return Claim.DONE;
    }
    if (inProgress.putIfAbsent(key, digest) != null) {
      return Claim.IN_PROGRESS;
    }
    if (isDone(digest)) {
      inProgress.remove(key);
      return Claim.DONE;
    }
    return Claim.FIRST;
  }

  private boolean isDone(Digest digest) {
    Done found = done.get(digest);
    return found != null && !isTooOld(found, clock.millis());
  }

  private boolean isTooOld(Done entry, long now) {
    return now - entry.millis > maxAgeMillis;
  }

  @Override
  public void complete(String key) {
    @Nullable Digest claimed = inProgress.get(key);
    Done youngest = new Done(claimed == null ? Digest.of(key) : claimed, clock.millis());
    done.put(youngest.digest, youngest);
    oldestFirst.add(youngest);
    size.incrementAndGet();
    inProgress.remove(key);
    dropOld(youngest.millis);
  }

  @Override
  public void release(String key) {
    inProgress.remove(key);
  }

  /** One caller at a time, lest two see the same oldest key and drop a younger one as well. */
  private void dropOld(long now) {
    if (!isDropping.compareAndSet(false, true)) {
      return;
    }
    try {
      Done oldest = oldestFirst.peek();
      while (oldest != null && (size.get() > maxKeys || isTooOld(oldest, now))) {
        oldestFirst.remove();
        size.decrementAndGet();
        done.remove(oldest.digest, oldest); // unless it was done again
        oldest = oldestFirst.peek();
      }
    } finally {
      isDropping.set(false);
    }
  }

  /** When a key was completed; equal to nothing but itself. */
  private static final class Done {

    private final Digest digest;
    private final long millis;

    Done(Digest digest, long millis) {
      this.digest = digest;
      this.millis = millis;
    }
  }

  /** Half of a SHA-256: 16 bytes for a key of any length, and nobody can make two keys collide. */
  private record Digest(long high, long low) {

    static Digest of(String key) {
      // Not UTF-8, which has nothing for half a surrogate pair. ASCII is itself, the rest marked.
      byte[] bytes = new byte[Math.multiplyExact(3, key.length())];
      int size = 0;
      for (int i = 0; i < key.length(); i++) {
        char c = key.charAt(i);
        if (c >= 0x80) {
          bytes[size++] = (byte) 0x80;
          bytes[size++] = (byte) (c >> 8);
        }
        bytes[size++] = (byte) c;
      }
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(bytes, 0, size);
        ByteBuffer words = ByteBuffer.wrap(sha256.digest());
        return new Digest(words.getLong(), words.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform must have SHA-256", e);
      }
    }

    @Override
    public int hashCode() {
      return (int) low;
    }
  }
}
