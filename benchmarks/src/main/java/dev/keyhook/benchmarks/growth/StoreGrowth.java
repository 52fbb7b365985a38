package dev.keyhook.benchmarks.growth;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Idempotency.Result;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;

/** Measures the in-memory store while it fills to its limit, and then for as many further ids. */
public final class StoreGrowth {

  private StoreGrowth() {}

  /**
   * {@link #measure Measures} each limit and prints the results.
   *
   * @param args the limits
   */
  public static void main(String[] args) {
    measure(100_000); // to warm up
    for (String bound : args) {
      System.out.println(measure(Integer.parseInt(bound)));
    }
  }

  /**
   * Returns the nanoseconds to record an id, while the store fills and when it is full; the longest
   * time in microseconds; and the bytes for each id, while the store fills and when it is full.
   */
  public static String measure(int bound) {
    long before = usedHeap();
    Idempotency store = Idempotency.inMemory(bound, Duration.ofHours(25), System::nanoTime);
    double[] filling = add(store, 0, bound);
    long bytes = usedHeap() - before;
    double[] full = add(store, bound, bound);
    if (once(store, 2L * bound - 1) != Result.DUPLICATE || once(store, 0) != Result.DONE) {
      throw new IllegalStateException("it should have the newest id, and have evicted the oldest");
    }
    return filling[0]
        + " "
        + full[0]
        + " "
        + Math.max(filling[1], full[1])
        + " "
        + (double) bytes / bound
        + " "
        + (double) (usedHeap() - before) / bound;
  }

  private static double[] add(Idempotency store, long from, int count) {
    long longest = 0;
    long start = System.nanoTime();
    long last = start;
    for (long i = from; i < from + count; i++) {
      if (once(store, i) != Result.DONE) {
        throw new IllegalStateException("each id should be new");
      }
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return new double[] {(last - start) / (double) count, longest / 1000.0};
  }

  private static Result once(Idempotency store, long number) {
    try {
      return store.once("smartphonekey", id(number), transaction -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(long number) {
    return new UUID(number * 0x9E3779B97F4A7C15L, number).toString();
  }

  private static long usedHeap() {
    for (int i = 0; i < 2; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
