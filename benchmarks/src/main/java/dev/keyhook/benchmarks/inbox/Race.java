package dev.keyhook.benchmarks.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Runs contestants in turns, so that other load on the machine affects all of them. */
final class Race {

  /** One turn. */
  @FunctionalInterface
  interface Turn {
    Rate run() throws Exception;
  }

  private final Map<String, Turn> contestants = new LinkedHashMap<>();
  private final Map<String, List<Rate>> results = new LinkedHashMap<>();

  void add(String name, Turn turn) {
    contestants.put(name, turn);
  }

  /** Runs all rounds. Warm-up rounds are not counted. */
  Race run(int warmups, int rounds) throws Exception {
    for (int round = -warmups; round < rounds; round++) {
      for (Map.Entry<String, Turn> contestant : contestants.entrySet()) {
        Rate rate = contestant.getValue().run();
        if (round >= 0) {
          results.computeIfAbsent(contestant.getKey(), n -> new ArrayList<>()).add(rate);
        }
        System.err.println(round + " " + contestant.getKey() + ": " + rate);
      }
    }
    return this;
  }

  Spread of(String name) {
    return of(name, Rate::perSecond);
  }

  private Spread of(String name, ToDoubleFunction<Rate> measure) {
    return new Spread(results.get(name).stream().mapToDouble(measure).boxed().toList());
  }

  /** Returns the ratios of the rounds. */
  Spread ratio(String name, String measure) {
    return of(name).over(of(measure));
  }

  /** Returns the ratios of the rounds by processor time. */
  Spread cpuRatio(String name, String measure) {
    return of(name, Rate::perCpuSecond).over(of(measure, Rate::perCpuSecond));
  }
}
