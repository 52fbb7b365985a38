package dev.keyhook.events;

import java.util.Random;

/** Reproducible random numbers: repeat a run with {@code -Dkeyhook.seed=...}. */
final class Seed {

  private final long value;

  private Seed(long value) {
    this.value = value;
  }

  /** Chooses a seed and prints it. */
  static Seed of(Class<?> test) {
    String set = System.getProperty("keyhook.seed", "");
    long value = set.isEmpty() ? new Random().nextInt() : Long.parseLong(set);
    System.out.println(test.getSimpleName() + " runs with -Dkeyhook.seed=" + value);
    return new Seed(value);
  }

  /** Returns a generator for one case, independent of other cases. */
  Random random(String testCase) {
    return new Random(value * 31 + testCase.hashCode());
  }

  @Override
  public String toString() {
    return "seed " + value;
  }
}
