package dev.keyhook.benchmarks;

import java.util.List;

/** Computes medians. Of an even number of values it is the mean of the middle two. */
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
