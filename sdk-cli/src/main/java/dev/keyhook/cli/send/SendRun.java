package dev.keyhook.cli.send;

import dev.keyhook.cli.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs the connections until all deliveries are over. */
final class SendRun {

  private static final long REPORT_MILLIS = 200;

  private final Feed feed;
  private final Tally tally;
  private final RetrySchedule schedule;
  private final int concurrency;
  private final boolean isFailingFast;
  private final RandomGenerator.SplittableGenerator random;

  /**
   * Creates a run.
   *
   * @param tally counts the results
   * @param isFailingFast whether to end at once when no connection can be made at first
   */
  SendRun(
      Feed feed,
      Tally tally,
      RetrySchedule schedule,
      int concurrency,
      boolean isFailingFast,
      RandomGenerator.SplittableGenerator random) {
    this.feed = feed;
    this.tally = tally;
    this.schedule = schedule;
    this.concurrency = concurrency;
    this.isFailingFast = isFailingFast;
    this.random = random;
  }

  /**
   * Sends everything.
   *
   * @param progress called several times a second
   */
  Summary run(BiConsumer<Tally, Feed> progress) {
    long start = System.nanoTime();
    List<Deliverer> deliverers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < concurrency; i++) {
      Deliverer deliverer =
          new Deliverer(feed, tally, schedule, random.split(), this::noConnection);
      deliverers.add(deliverer);
      threads.add(new Thread(deliverer, "send-" + i));
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          thread.join(REPORT_MILLIS);
          deliverers.forEach(Deliverer::endLateExchanges);
          progress.accept(tally, feed);
        }
      }
    } catch (InterruptedException e) {
      feed.cancel();
      Thread.currentThread().interrupt();
      throw CommandException.failed("Interrupted", e);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Summary(tally, feed.made(), feed.waiting(), time, null, false);
  }

  private void noConnection() {
    if (isFailingFast && !tally.isConnected.get()) {
      feed.cancel();
    }
  }

  /**
   * The result of a run.
   *
   * @param events how many different events there were
   * @param waiting how many deliveries still waited for their retry at the end
   * @param missing how many acknowledged events were not handled; null if they were not compared
   * @param isInterrupted whether the run was ended early
   */
  record Summary(
      Tally tally,
      int events,
      int waiting,
      Duration time,
      @Nullable Integer missing,
      boolean isInterrupted) {

    Summary withMissing(int count) {
      return new Summary(tally, events, waiting, time, count, isInterrupted);
    }

    Summary withInterruption(boolean isRequested) {
      return new Summary(tally, events, waiting, time, missing, isRequested);
    }

    double perSecond() {
      double seconds = time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
      return seconds == 0 ? 0 : (tally.sent.sum() + tally.retried.sum()) / seconds;
    }

    boolean isGood() {
      return tally.dropped.sum() == 0
          && tally.forgedAccepted.sum() == 0
          && !isInterrupted
          && (missing == null || missing == 0);
    }
  }
}
