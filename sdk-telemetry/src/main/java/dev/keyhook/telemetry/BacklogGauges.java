package dev.keyhook.telemetry;

import dev.keyhook.routing.InboxListener.Backlog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Gauges of the backlog of each endpoint, from its latest report. */
final class BacklogGauges {

  private final MeterRegistry registry;
  private final Map<String, Latest> byEndpoint = new ConcurrentHashMap<>();

  BacklogGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The latest report of an endpoint. */
  private static final class Latest {
    private volatile Backlog backlog;

    Latest(Backlog backlog) {
      this.backlog = backlog;
    }
  }

  void update(Backlog backlog) {
    byEndpoint.computeIfAbsent(backlog.endpoint(), endpoint -> register(backlog)).backlog = backlog;
  }

  private Latest register(Backlog first) {
    Latest latest = new Latest(first);
    gauge(MicrometerListener.BACKLOG, latest, Backlog::events);
    gauge(MicrometerListener.LANES, latest, Backlog::lanes);
    gauge(MicrometerListener.PARKED_LANES, latest, Backlog::parkedLanes);
    gauge(MicrometerListener.DEAD_LETTERS, latest, Backlog::deadLetters);
    gauge(MicrometerListener.UNATTENDED, latest, backlog -> backlog.isUnattended() ? 1 : 0);
    Gauge.builder(MicrometerListener.OLDEST, latest, l -> l.backlog.oldest().toMillis() / 1000.0)
        .baseUnit("seconds")
        .tag("endpoint", first.endpoint())
        .register(registry);
    return latest;
  }

  private void gauge(String name, Latest latest, ToDoubleFunction<Backlog> value) {
    Gauge.builder(name, latest, l -> value.applyAsDouble(l.backlog))
        .tag("endpoint", latest.backlog.endpoint())
        .register(registry);
  }
}
