package dev.keyhook.subscriptions.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When a call must be over. Immutable. */
final class Deadline {

  private final Clock clock;
  private final Instant end;

  Deadline(Clock clock, Duration budget) {
    this.clock = clock;
    this.end = clock.instant().plus(budget);
  }

  /** Returns how much time is left, zero if none is. */
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
