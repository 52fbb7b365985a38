package dev.keyhook.cli.listen;

import dev.keyhook.cli.send.Histogram;

/** Counts requests and their latencies, second by second. Guarded by its log's lock. */
final class Statistics {

  /**
   * Numbers of one second.
   *
   * @param requests how many responses
   * @param failed how many of them with a status from 400
   * @param p50Millis median latency
   * @param p99Millis latency of the slowest hundredth
   */
  record Second(long requests, long failed, double p50Millis, double p99Millis) {}

  private Histogram latencies = new Histogram();
  private long failed;

  void add(long nanos, int status) {
    latencies.add(nanos);
    failed += status >= 400 ? 1 : 0;
  }

  Second end() {
    Second second =
        new Second(
            latencies.total(),
            failed,
            latencies.percentileMillis(0.5),
            latencies.percentileMillis(0.99));
    if (latencies.total() > 0) {
      latencies = new Histogram();
    }
    failed = 0;
    return second;
  }
}
