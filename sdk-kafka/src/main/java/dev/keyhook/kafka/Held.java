package dev.keyhook.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** What a worker holds in memory. Safe for use by any number of threads. */
final class Held {

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lanes = new AtomicLong();

  void addBytes(long number) {
    bytes.addAndGet(number);
  }

  void addLanes(long number) {
    lanes.addAndGet(number);
  }

  /** Returns about how many bytes of memory its events take. */
  long bytes() {
    return bytes.get();
  }

  /** Returns how many lanes have events that are not handled yet. */
  long lanes() {
    return lanes.get();
  }
}
