package dev.keyhook.webhooks;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Warns when a request has taken 60 % of the time that its sender waits. */
final class Deadline {

  private final Duration near;
  private final @Nullable ScheduledExecutorService scheduler;

  Deadline(Duration senderTimeout, @Nullable ScheduledExecutorService scheduler) {
    this.near = senderTimeout.multipliedBy(3).dividedBy(5);
    this.scheduler = scheduler;
  }

  /** Starts the clock for a request. */
  Running start(Watch watch) {
    return new Running(watch);
  }

  /** The deadline of one request. */
  final class Running {

    private final Watch watch;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
    private final @Nullable Future<?> timer;

    private Running(Watch watch) {
      this.watch = watch;
      this.timer = schedule();
    }

    private @Nullable Future<?> schedule() {
      if (scheduler == null) {
        return null;
      }
      try {
        return scheduler.schedule(this::warn, near.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RuntimeException e) {
        return null; // shut down: the warning comes late, as it does without a scheduler
      }
    }

    private void warn() {
      if (hasWarned.compareAndSet(false, true)) {
        watch.deadlineNear();
      }
    }

    /** Stops the clock, and warns late if nobody has warned in time. */
    void stop() {
      if (timer != null) {
        timer.cancel(false);
      }
      if (watch.elapsed().compareTo(near) >= 0) {
        warn();
      }
    }
  }
}
