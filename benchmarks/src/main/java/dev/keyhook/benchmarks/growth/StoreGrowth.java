package dev.keyhook.benchmarks.growth;

import dev.keyhook.webhooks.IdempotencyStore;
import dev.keyhook.webhooks.IdempotencyStore.Claim;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** The store in memory, full to its bound, and then given as many ids again. */
public final class StoreGrowth {

  private StoreGrowth() {}

  /**
   * Prints what is {@link #measure measured} for each bound.
   *
   * @param args the bounds
   */
  public static void main(String[] args) {
    measure(100_000); // to warm up
    for (String bound : args) {
      System.out.println(measure(Integer.parseInt(bound)));
    }
  }

  /**
   * Returns the nanoseconds for claiming and completing an id, while the store fills and when it is
   * full, the longest of all in microseconds, and the bytes that an id takes, also both.
   */
  public static String measure(int bound) {
    long before = usedHeap();
    IdempotencyStore store =
        IdempotencyStore.inMemory(bound, Duration.ofHours(25), Clock.systemUTC());
    double[] filling = add(store, 0, bound);
    long bytes = usedHeap() - before;
    double[] full = add(store, bound, bound);
    if (store.claim(id(2L * bound - 1)) != Claim.DONE || store.claim(id(0)) != Claim.FIRST) {
      throw new IllegalStateException("it should know the youngest and have dropped the oldest");
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

  private static double[] add(IdempotencyStore store, long from, int count) {
    long longest = 0;
    long start = System.nanoTime();
    long last = start;
    for (long i = from; i < from + count; i++) {
      String id = id(i);
      if (store.claim(id) != Claim.FIRST) {
        throw new IllegalStateException("each id should be new");
      }
      store.complete(id);
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return new double[] {(last - start) / (double) count, longest / 1000.0};
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
