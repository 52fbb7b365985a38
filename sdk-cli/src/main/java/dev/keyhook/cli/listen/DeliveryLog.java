package dev.keyhook.cli.listen;

import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.webhooks.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The latest deliveries, in memory. The number of deliveries and the size of their bodies are
 * bounded. Safe for use by several threads.
 */
final class DeliveryLog {

  /** How many deliveries are kept. */
  static final int MAX_DELIVERIES = 10_000;

  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_CHANGES = 5_000;

  private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
  private final ArrayDeque<Delivery> withRequest = new ArrayDeque<>();
  private final Map<String, Delivery> byEvent = new HashMap<>();
  private final Set<Delivery> changed = new LinkedHashSet<>();
  private final Statistics statistics = new Statistics();
  private long bytes;
  private long next = 1;

  /** Adds a delivery that was just received. */
  synchronized Delivery add(Vendor vendor, Instant at, WebhookRequest request) {
    Delivery delivery = new Delivery(next++, vendor, at, request);
    deliveries.add(delivery);
    withRequest.add(delivery);
    bytes += request.bodySize();
    if (deliveries.size() > MAX_DELIVERIES) {
      remove(deliveries.remove());
    }
    while (bytes > MAX_BYTES && withRequest.size() > 1) {
      forget(withRequest.remove());
    }
    return delivery;
  }

  private void remove(Delivery delivery) {
    if (withRequest.peek() == delivery) {
      forget(withRequest.remove());
    }
    changed.remove(delivery);
    byEvent.remove(key(delivery), delivery);
  }

  private void forget(Delivery delivery) {
    WebhookRequest request = delivery.request();
    bytes -= request == null ? 0 : request.bodySize();
    delivery.forgetRequest();
  }

  /** Changes a delivery, and informs the page. */
  synchronized void change(Delivery delivery, Consumer<Delivery> change) {
    change.accept(delivery);
    if (delivery.id != null) {
      index(delivery);
    }
    if (changed.size() < MAX_CHANGES) {
      changed.add(delivery);
    }
  }

  /** Indexes the first accepted delivery of an event, which gets its attempts. */
  private void index(Delivery delivery) {
    Delivery earlier = byEvent.putIfAbsent(key(delivery), delivery);
    if (earlier != null && earlier != delivery) {
      if (earlier.outcome == null || earlier.isAccepted()) {
        delivery.follows(earlier);
      } else {
        byEvent.put(key(delivery), delivery);
      }
    }
  }

  /** Changes the first accepted delivery of an event, if the log still has it. */
  synchronized void changeEvent(String endpoint, @Nullable String id, Consumer<Delivery> change) {
    Delivery delivery = byEvent.get(endpoint + "\n" + id);
    if (delivery != null) {
      change(delivery, change);
    }
  }

  private static String key(Delivery delivery) {
    return delivery.vendor.endpoint() + "\n" + delivery.id;
  }

  /** Returns some of the changed deliveries whose data was not yet inspected. */
  synchronized List<Delivery> uninspected(int max) {
    return changed.stream()
        .filter(each -> each.outcome == Outcome.STORED && !each.isInspected)
        .limit(max)
        .toList();
  }

  /** The response to a delivery is ready. */
  synchronized void responded(Delivery delivery, long nanos) {
    statistics.add(nanos, delivery.status);
  }

  /** Returns the result of a function on a delivery; empty if it is not kept any more. */
  synchronized <T> Optional<T> find(long number, Function<Delivery, T> view) {
    if (deliveries.isEmpty() || number < deliveries.element().number) {
      return Optional.empty();
    }
    return deliveries.stream().filter(each -> each.number == number).findFirst().map(view);
  }

  /** Returns the results of a function on each delivery, the oldest first. */
  synchronized <T> List<T> all(Function<Delivery, T> view) {
    List<T> views = new ArrayList<>(deliveries.size());
    deliveries.forEach(delivery -> views.add(view.apply(delivery)));
    return views;
  }

  /** Returns the results of a function on each delivery that changed since the last call. */
  synchronized <T> List<T> changes(Function<Delivery, T> view) {
    List<T> views = new ArrayList<>(changed.size());
    changed.forEach(delivery -> views.add(view.apply(delivery)));
    changed.clear();
    return views;
  }

  /** Returns throughput and latency of the last second, and begins a new one. */
  synchronized Statistics.Second endSecond() {
    return statistics.end();
  }

  /** Removes all deliveries. */
  synchronized void clear() {
    deliveries.clear();
    withRequest.clear();
    byEvent.clear();
    changed.clear();
    bytes = 0;
  }
}
