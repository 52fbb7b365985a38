package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportSettings;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The deadline of a call, by the monotonic clock. Immutable. */
public final class Deadline {

  private final LongSupplier nanoTime;
  private final long end;

  Deadline(TransportSettings settings) {
    this.nanoTime = settings.nanoTime();
    this.end = nanoTime.getAsLong() + settings.timeout().toNanos();
  }

  /** Returns the remaining time, zero if there is none. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }
}
