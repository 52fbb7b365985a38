package dev.keyhook.webhooks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An {@link IdempotencyStore} in memory, bounded by count and age.
 *
 * <p>One lock guards two maps, for the time of a look-up: never while a handler runs.
 */
final class InMemoryIdempotencyStore implements IdempotencyStore {

  private final int maxKeys;
  private final long maxAgeMillis;
  private final Clock clock;
  private final Object lock = new Object();
  private final Set<Digest> inProgress = new HashSet<>();
  private final Map<Digest, Long> done = new LinkedHashMap<>(); // oldest first

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
    long now = clock.millis();
    synchronized (lock) {
      if (inProgress.contains(digest)) {
        return Claim.IN_PROGRESS;
      }
      dropOld(now);
      if (done.containsKey(digest)) {
        return Claim.DONE;
      }
      inProgress.add(digest);
      return Claim.FIRST;
    }
  }

  @Override
  public void complete(String key) {
    Digest digest = Digest.of(key);
    long now = clock.millis();
    synchronized (lock) {
      inProgress.remove(digest);
      done.remove(digest); // so that it becomes the youngest
      done.put(digest, now);
      dropOld(now);
    }
  }

  @Override
  public void release(String key) {
    Digest digest = Digest.of(key);
    synchronized (lock) {
      inProgress.remove(digest);
    }
  }

  private void dropOld(long now) {
    Iterator<Long> oldestFirst = done.values().iterator();
    while (oldestFirst.hasNext()) {
      long age = now - oldestFirst.next();
      if (done.size() <= maxKeys && age <= maxAgeMillis) {
        return;
      }
      oldestFirst.remove();
    }
  }

  /** Half of a SHA-256: 16 bytes for a key of any length, and nobody can make two keys collide. */
  private record Digest(long high, long low) {

    static Digest of(String key) {
      // Two bytes for each char: an encoder would write ? for half a surrogate pair.
      ByteBuffer chars = ByteBuffer.allocate(Math.multiplyExact(2, key.length()));
      chars.asCharBuffer().put(key);
      try {
        ByteBuffer sha256 =
            ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(chars.array()));
        return new Digest(sha256.getLong(), sha256.getLong());
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
