package dev.keyhook.cli.send;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Counts the results of deliveries. Safe for use by several threads. */
final class Tally {

  final LongAdder sent = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder cut = new LongAdder();
  final LongAdder forged = new LongAdder();
  final LongAdder forgedAccepted = new LongAdder();
  final AtomicBoolean isConnected = new AtomicBoolean();

  private final Map<String, LongAdder> statuses = new TreeMap<>();
  private final BitSet acknowledgedEvents = new BitSet();
  private final Histogram latencies = new Histogram();

  synchronized void status(int status) {
    statuses
        .computeIfAbsent(status == 0 ? "none" : Integer.toString(status), key -> new LongAdder())
        .increment();
  }

  synchronized void acknowledged(int number) {
    acknowledgedEvents.set(number);
  }

  synchronized void latencies(Histogram some) {
    latencies.add(some);
  }

  synchronized Histogram latencies() {
    return latencies;
  }

  /** Returns the numbers of the events that were acknowledged at least once. */
  synchronized BitSet acknowledgedEvents() {
    return (BitSet) acknowledgedEvents.clone();
  }

  synchronized Map<String, Long> statuses() {
    Map<String, Long> copy = new TreeMap<>();
    statuses.forEach((status, count) -> copy.put(status, count.sum()));
    return copy;
  }
}
