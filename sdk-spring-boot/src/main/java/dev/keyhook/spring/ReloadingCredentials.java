package dev.keyhook.spring;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from texts that may change, such as files. The texts are read again after an
 * interval; as long as they have not changed the same objects are returned.
 *
 * @param <T> a secret or key
 */
final class ReloadingCredentials<T> implements Supplier<List<T>> {

  private final List<Supplier<String>> texts;
  private final Function<String, T> parser;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final Lock reading = new ReentrantLock();
  private volatile @Nullable Snapshot<T> latest;

  ReloadingCredentials(
      List<Supplier<String>> texts,
      Function<String, T> parser,
      long intervalNanos,
      LongSupplier nanoTime) {
    this.texts = List.copyOf(texts);
    this.parser = parser;
    this.intervalNanos = intervalNanos;
    this.nanoTime = nanoTime;
  }

  private record Snapshot<T>(List<String> texts, List<T> values, long readAt) {}

  /**
   * Returns the valid credentials.
   *
   * @throws RuntimeException if a text cannot be read or parsed: the response is 503 until it can
   */
  @Override
  public List<T> get() {
    Snapshot<T> current = latest;
    if (current == null || nanoTime.getAsLong() - current.readAt() >= intervalNanos) {
      reading.lock();
      try {
        current = latest;
        long now = nanoTime.getAsLong();
        if (current == null || now - current.readAt() >= intervalNanos) {
          current = read(current, now);
          latest = current;
        }
      } finally {
        reading.unlock();
      }
    }
    return current.values();
  }

  private Snapshot<T> read(@Nullable Snapshot<T> before, long now) {
    List<String> read = texts.stream().map(Supplier::get).toList();
    return before != null && before.texts().equals(read)
        ? new Snapshot<>(read, before.values(), now)
        : new Snapshot<>(read, read.stream().map(parser).toList(), now);
  }
}
