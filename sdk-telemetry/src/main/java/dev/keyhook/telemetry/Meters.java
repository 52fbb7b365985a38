package dev.keyhook.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
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
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A name with the values of its tags; empty for tags that it does not have.
   *
   * @param value of a second tag, whose name belongs to the name of the meter
   */
  private record Key(String name, String endpoint, String value, String result) {}

  /** Adds to a counter without tags. */
  void count(String name, int amount) {
    counter(new Key(name, "", "", ""), "").increment(amount);
  }

  /** Adds to a counter with the tag {@code endpoint}. */
  void count(String name, int amount, String endpoint) {
    counter(new Key(name, endpoint, "", ""), "").increment(amount);
  }

  /** Adds to a counter with the tag {@code endpoint} and another one. */
  void count(String name, int amount, String endpoint, String tag, String value) {
    counter(new Key(name, endpoint, value, ""), tag).increment(amount);
  }

  /** Adds to a timer with the tag {@code endpoint} and another one. */
  void time(String name, Duration duration, String endpoint, String tag, String value) {
    timer(new Key(name, endpoint, value, ""), tag).record(duration);
  }

  /** Adds to a timer with the tags {@code endpoint}, {@code type} and {@code result}. */
  void time(String name, Duration duration, Typed tags) {
    timer(new Key(name, tags.endpoint(), tags.type(), tags.result()), "type").record(duration);
  }

  /** Values of the tags {@code endpoint}, {@code type} and {@code result}. */
  record Typed(String endpoint, String type, String result) {}

  private Counter counter(Key key, String tag) {
    Counter known = counters.get(key); // computeIfAbsent would lock
    return known != null
        ? known
        : counters.computeIfAbsent(
            key, k -> Counter.builder(k.name()).tags(tags(k, tag)).register(registry));
  }

  private Timer timer(Key key, String tag) {
    Timer known = timers.get(key);
    return known != null
        ? known
        : timers.computeIfAbsent(
            key,
            k ->
                Timer.builder(k.name())
                    .tags(tags(k, tag))
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry));
  }

  private static Tags tags(Key key, String tag) {
    Tags tags = key.endpoint().isEmpty() ? Tags.empty() : Tags.of("endpoint", key.endpoint());
    if (!tag.isEmpty()) {
      tags = tags.and(tag, key.value());
    }
    return key.result().isEmpty() ? tags : tags.and("result", key.result());
  }
}
