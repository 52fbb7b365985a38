package dev.keyhook.cli.send;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
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

  /** By status; 0 is no response. Atomic instead of locked, because every response is counted. */
  private final AtomicLongArray statuses = new AtomicLongArray(1_000);

  private final boolean isRemembering;
  private final BitSet acknowledgedEvents = new BitSet();
  private final Histogram latencies = new Histogram();

  /**
   * Creates a tally.
   *
   * @param isRemembering whether to remember which events were acknowledged
   */
  Tally(boolean isRemembering) {
    this.isRemembering = isRemembering;
  }

  void status(int status) {
    statuses.incrementAndGet(status);
  }

  void acknowledged(int number) {
    if (isRemembering) {
      synchronized (this) {
        acknowledgedEvents.set(number);
      }
    }
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

  /** Returns the number of responses by status; {@code none} is no response. */
  Map<String, Long> statuses() {
    Map<String, Long> counts = new TreeMap<>();
    for (int status = 0; status < statuses.length(); status++) {
      long count = statuses.get(status);
      if (count > 0) {
        counts.put(status == 0 ? "none" : Integer.toString(status), count);
      }
    }
    return counts;
  }
}
