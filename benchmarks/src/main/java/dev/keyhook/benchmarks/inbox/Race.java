package dev.keyhook.benchmarks.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants that take turns, so that other work on the machine hits all of them alike. */
final class Race {

  /** One turn; returns events per second. */
  @FunctionalInterface
  interface Turn {
    double run() throws Exception;
  }

  private final Map<String, Turn> contestants = new LinkedHashMap<>();
  private final Map<String, List<Double>> results = new LinkedHashMap<>();

  void add(String name, Turn turn) {
    contestants.put(name, turn);
  }

  /** Runs turns; those that warm up do not count. */
  Race run(int warmups, int rounds) throws Exception {
    for (int round = -warmups; round < rounds; round++) {
      for (Map.Entry<String, Turn> contestant : contestants.entrySet()) {
        double perSecond = contestant.getValue().run();
        if (round >= 0) {
          results.computeIfAbsent(contestant.getKey(), n -> new ArrayList<>()).add(perSecond);
        }
        System.err.printf("%d %s: %.0f/s%n", round, contestant.getKey(), perSecond);
      }
    }
    return this;
  }

  Spread of(String name) {
    return new Spread(results.get(name));
  }

  /** Returns the ratios of the rounds. */
  Spread ratio(String name, String measure) {
    return of(name).over(of(measure));
  }
}
