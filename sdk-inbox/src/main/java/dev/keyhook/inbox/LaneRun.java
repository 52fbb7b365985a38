package dev.keyhook.inbox;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Handles the events of one claimed lane, one after the other, and holds the results to record. One
 * worker thread runs it; {@link ResultWriter} reads its state.
 */
final class LaneRun implements Runnable {

  /** After this time the lane is released, so that a long lane does not block others. */
  private static final long TURN_NANOS = Duration.ofSeconds(1).toNanos();

  private final LaneBatch batch;
  private final LaneLease lease;
  private final Dispatcher dispatcher;
  private final AtomicBoolean isReporting = new AtomicBoolean();
  private volatile @Nullable LaneResult latest;

  /** Only used by the thread that runs the lane. */
  private long done;

  private @Nullable Long handled;
  private @Nullable Long sequence;

  LaneRun(LaneBatch batch, LaneLease lease, Dispatcher dispatcher) {
    this.batch = batch;
    this.lease = lease;
    this.dispatcher = dispatcher;
    this.done = batch.claim().done();
    this.sequence = batch.claim().sequence();
  }

  Key lane() {
    return batch.claim().lane();
  }

  long weight() {
    return batch.weight();
  }

  boolean isLeaseHeld() {
    return lease.isHeld(dispatcher.nanoTime());
  }

  @Override
  public void run() {
    long start = dispatcher.nanoTime();
    try {
      handleEvents(start);
    } catch (RuntimeException | Error e) {
      // Not the handler's: its failures are results. The lease ends by itself.
      dispatcher.ended(this, lease);
      dispatcher.listen(listener -> listener.databaseFailed(e));
    } finally {
      dispatcher.measured(dispatcher.nanoTime() - start);
    }
  }

  private void handleEvents(long start) {
    LaneClaim claim = batch.claim();
    int failed = claim.attempts();
    Iterator<QueuedEvent> events = batch.events().iterator();
    while (events.hasNext()) {
      QueuedEvent event = events.next();
      long now = dispatcher.nanoTime();
      if (!lease.isHeld(now)) {
        dispatcher.ended(this, lease);
        return;
      }
      if (dispatcher.isClosing() || now - start > TURN_NANOS) {
        release(failed);
        return;
      }
      lease.attemptStarts(now);
      AttemptResult attempt = dispatcher.attempts().run(claim, event, failed + 1, sequence);
      if (attempt instanceof AttemptResult.Handled success) {
        advance(event, success);
        if (!success.isRecorded() && events.hasNext() && !claim.isSuspect()) {
          reportProgress(event.received()); // otherwise the release is reported at once
        }
      } else {
        stop(event, failed, attempt);
        return;
      }
      failed = 0;
      if (claim.isSuspect()) {
        release(0); // one at a time, so that the event that ends the process is known
        return;
      }
    }
    done = batch.through();
    release(failed);
  }

  private void advance(QueuedEvent event, AttemptResult.Handled success) {
    done = event.seq();
    handled = event.received();
    sequence = success.sequence();
  }

  private void reportProgress(long received) {
    latest = LaneResult.progress(batch.claim(), done, received, sequence);
    report();
  }

  private void stop(QueuedEvent event, int failed, AttemptResult attempt) {
    if (attempt instanceof AttemptResult.Retry retry) {
      end(failed + 1, retry.delay(), retry.error(), retry.isParked(), null);
    } else if (attempt instanceof AttemptResult.GivenUp givenUp) {
      done = event.seq();
      handled = event.received();
      end(0, Duration.ZERO, null, false, givenUp.deadLetter());
    } else if (attempt instanceof AttemptResult.NotAttempted postponed) {
      end(failed, postponed.delay(), null, false, null);
    } else {
      dispatcher.ended(this, lease);
    }
  }

  /** Releases the lane although no thread runs it. */
  void releaseUntouched() {
    release(batch.claim().attempts());
  }

  private void release(int failed) {
    end(failed, Duration.ZERO, null, false, null);
  }

  private void end(
      int failed,
      Duration delay,
      @Nullable String error,
      boolean isParked,
      LaneResult.@Nullable DeadLetter deadLetter) {
    latest =
        new LaneResult(
            batch.claim(),
            done,
            handled,
            sequence,
            true,
            failed,
            delay,
            error,
            isParked,
            deadLetter);
    report();
  }

  private void report() {
    if (isReporting.compareAndSet(false, true)) {
      dispatcher.results().report(this);
    }
  }

  // ---- Called by the writer of results

  /** Returns what to report; later changes are reported again. */
  @Nullable LaneResult beginReport() {
    isReporting.set(false);
    return latest;
  }

  /**
   * A report was written, or can never be.
   *
   * @param isRecorded whether the claim still held
   */
  void reported(LaneResult report, boolean isRecorded) {
    if (report.ends()) {
      dispatcher.ended(this, lease);
    } else if (!isRecorded) {
      lease.lost();
    }
  }
}
