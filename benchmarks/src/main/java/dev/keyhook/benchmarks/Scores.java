package dev.keyhook.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The results of JMH for each pass. Two benchmarks are compared within each pass, where they ran
 * within seconds of each other; the result is the median of the passes.
 */
final class Scores {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Map<String, List<Score>> passes = new HashMap<>();

  /** One benchmark in one pass: processor time in nanoseconds, and allocated bytes. */
  record Score(double nanos, double bytes) {}

  void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      String benchmark = result.getParams().getBenchmark();
      StringBuilder name =
          new StringBuilder(
              benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1));
      for (String parameter : result.getParams().getParamsKeys()) {
        name.append('/').append(result.getParams().getParam(parameter));
      }
      Map<String, ? extends Result<?>> secondary = secondary(result);
      passes
          .computeIfAbsent(name.toString(), none -> new ArrayList<>())
          .add(
              new Score(
                  secondary.get(CpuTime.LABEL).getStatistics().getPercentile(50),
                  secondary.get(ALLOCATED).getStatistics().getPercentile(50)));
    }
  }

  @SuppressWarnings("unchecked") // JMH has the raw type here
  private static Map<String, ? extends Result<?>> secondary(RunResult result) {
    return (Map<String, ? extends Result<?>>) (Map<String, ?>) result.getSecondaryResults();
  }

  boolean has(String name) {
    return passes.containsKey(name);
  }

  double nanos(String name) {
    return median(name, Score::nanos);
  }

  double bytes(String name) {
    return median(name, Score::bytes);
  }

  /** Returns the time of the first benchmark divided by that of the second. */
  double ratio(String name, String measure) {
    List<Score> one = of(name);
    List<Score> other = of(measure);
    List<Double> ratios = new ArrayList<>();
    for (int pass = 0; pass < one.size(); pass++) {
      ratios.add(one.get(pass).nanos() / other.get(pass).nanos());
    }
    return Median.of(ratios);
  }

  private double median(String name, Function<Score, Double> value) {
    return Median.of(of(name).stream().map(value).toList());
  }

  private List<Score> of(String name) {
    List<Score> scores = passes.get(name);
    if (scores == null) {
      throw new IllegalArgumentException(name + " was not measured, but " + passes.keySet());
    }
    return scores;
  }
}
