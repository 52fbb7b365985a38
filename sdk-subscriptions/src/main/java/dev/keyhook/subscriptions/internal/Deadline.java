package dev.keyhook.subscriptions.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The deadline of a call. Immutable. */
final class Deadline {

  private final Clock clock;
  private final Instant end;

  Deadline(Clock clock, Duration budget) {
    this.clock = clock;
    this.end = clock.instant().plus(budget);
  }

  /** Returns the remaining time, zero if there is none. */
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
