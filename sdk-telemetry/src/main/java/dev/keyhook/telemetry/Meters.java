package dev.keyhook.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters and timers by name and tags, looked up once in the registry. */
final class Meters {

  /** Up to the timeout of AWS EventBridge, the strictest known sender. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry registry;
  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
  private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Adds to a counter.
   *
   * @param tags names and values in turn
   */
  void count(String name, int amount, String... tags) {
    counters
        .computeIfAbsent(
            key(name, tags), key -> Counter.builder(name).tags(tags).register(registry))
        .increment(amount);
  }

  /**
   * Adds to a timer.
   *
   * @param tags names and values in turn
   */
  void time(String name, Duration duration, String... tags) {
    timers
        .computeIfAbsent(
            key(name, tags),
            key ->
                Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry))
        .record(duration);
  }

  private static List<String> key(String name, String... tags) {
    String[] key = new String[tags.length + 1];
    key[0] = name;
    System.arraycopy(tags, 0, key, 1, tags.length);
    return List.of(key);
  }
}
