package dev.keyhook.subscriptions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Clocks that move only when a thread waits, or when a test moves them. */
public final class FakeTime extends Clock implements TransportSettings.Sleeper {

  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private volatile Runnable onWait = () -> {};

  /** Returns settings with these clocks and without jitter. */
  public TransportSettings.Builder settings() {
    return TransportSettings.builder()
        .clock(this)
        .nanoTime(nanos::get)
        .sleeper(this)
        .random(always(0))
        .connectTimeout(Duration.ofSeconds(5))
        .readTimeout(Duration.ofSeconds(5));
  }

  public static RandomGenerator always(double chance) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return chance;
      }
    };
  }

  public List<Duration> waits() {
    return waits;
  }

  public void onWait(Runnable action) {
    onWait = action;
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
    nanos.addAndGet(time.toNanos());
  }

  /** Sets the wall clock forwards or backwards, while no time passes. */
  public void setClock(Duration difference) {
    now = now.plus(difference);
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    waits.add(time);
    pass(time);
    onWait.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
