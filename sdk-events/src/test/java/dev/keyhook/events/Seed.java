package dev.keyhook.events;

import java.util.Random;

/** Randomness that can be repeated: run again with {@code -Dkeyhook.seed=...}. */
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

  /** Returns randomness of its own for one case, whatever ran before. */
  Random random(String testCase) {
    return new Random(value * 31 + testCase.hashCode());
  }

  @Override
  public String toString() {
    return "seed " + value;
  }
}
