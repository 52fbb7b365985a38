package dev.keyhook.benchmarks.inbox;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;

/** The values of all rounds. */
record Spread(List<Double> rounds) {

  /** Returns a quantile. */
  double quantile(double share) {
    List<Double> sorted = rounds.stream().sorted().toList();
    double at = share * (sorted.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
  }

  double median() {
    return quantile(0.5);
  }

  Spread over(Spread measure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      ratios.add(rounds.get(i) / measure.rounds.get(i));
    }
    return new Spread(ratios);
  }

  /** Returns median and quartiles as events per second. */
  String rate() {
    return String.format(ROOT, "%,.0f (%,.0f to %,.0f)", median(), quantile(0.25), quantile(0.75));
  }

  /** Returns median and quartiles as a ratio. */
  String ratio() {
    return String.format(ROOT, "%.2f (%.2f to %.2f)", median(), quantile(0.25), quantile(0.75));
  }
}
