package dev.keyhook.benchmarks;

import java.util.List;

/** The middle one of some values, or the mean of the two in the middle. */
public final class Median {

  private Median() {}

  /** Returns the median of values in any order, at least one. */
  public static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
