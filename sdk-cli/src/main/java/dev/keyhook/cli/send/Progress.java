package dev.keyhook.cli.send;

import dev.keyhook.cli.Interactive;
import dev.keyhook.cli.Output;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Draws a progress bar on a terminal, on one line that is rewritten. */
final class Progress implements BiConsumer<Tally, Feed> {

  private static final int WIDTH = 24;

  private final PrintWriter err;
  private final boolean isShown;
  private final long count;
  private final long forNanos;
  private final long start = System.nanoTime();
  private boolean isDrawn;

  /**
   * Creates a progress bar.
   *
   * @param count how many events there will be
   * @param time for how long; zero if the count decides
   */
  Progress(Output output, long count, Duration time) {
    this.err = output.err();
    this.isShown = output.isColoured() && !output.isJson() && Interactive.isPresent();
    this.count = count;
    this.forNanos = time.toNanos();
  }

  @Override
  public void accept(Tally tally, Feed feed) {
    if (!isShown) {
      return;
    }
    isDrawn = true;
    double share =
        forNanos > 0
            ? (System.nanoTime() - start) / (double) forNanos
            : feed.made() / (double) Math.max(1, count);
    int full = (int) (Math.min(1, share) * WIDTH);
    err.print(
        String.format(
            Locale.ROOT,
            "\r%s%s %3.0f%%  sent %,d  acknowledged %,d  retrying %,d  dropped %,d ",
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            Math.min(1, share) * 100,
            tally.sent.sum(),
            tally.acknowledged.sum(),
            feed.waiting(),
            tally.dropped.sum()));
    err.flush();
  }

  void finish() {
    if (isDrawn) {
      err.print("\r\u001b[2K");
      err.flush();
    }
  }
}
