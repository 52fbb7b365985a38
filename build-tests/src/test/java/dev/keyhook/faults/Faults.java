package dev.keyhook.faults;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides at random which calls fail, and counts the faults. Each thread has its own random
 * numbers.
 */
final class Faults {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ThreadLocal<SplittableRandom> random;

  Faults(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    random =
        ThreadLocal.withInitial(
            () -> {
              synchronized (root) {
                return root.split();
              }
            });
  }

  SplittableRandom random() {
    return random.get();
  }

  /** Returns whether to fail now, and counts the fault. */
  boolean happens(String fault, double probability) {
    if (random().nextDouble() >= probability) {
      return false;
    }
    counts.computeIfAbsent(fault, none -> new LongAdder()).increment();
    return true;
  }

  /** Throws if {@link #happens} says so. */
  void maybe(String fault, double probability) {
    if (happens(fault, probability)) {
      throw new IllegalStateException(fault);
    }
  }

  Map<String, LongAdder> counts() {
    return new TreeMap<>(counts);
  }
}
