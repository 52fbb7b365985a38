package dev.keyhook.cli.send;

/**
 * Counts durations in buckets whose width is at most 1.6 % of their value, so that percentiles need
 * little memory. Not safe for use by several threads.
 */
public final class Histogram {

  private static final int SUB_BITS = 6;
  private static final int SUB = 1 << SUB_BITS;

  private final long[] counts = new long[SUB * (64 - SUB_BITS)];
  private long total;
  private long max;

  /** Adds a duration in nanoseconds. */
  public void add(long nanos) {
    long value = Math.max(0, nanos);
    counts[bucket(value)]++;
    total++;
    max = Math.max(max, value);
  }

  /** Adds all durations of another histogram. */
  public void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    max = Math.max(max, other.max);
  }

  /** Returns how many durations were added. */
  public long total() {
    return total;
  }

  /**
   * Returns a percentile in milliseconds; 0 if no duration was added.
   *
   * @param share such as 0.99
   */
  public double percentileMillis(double share) {
    long rank = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && counts[i] > 0) {
        return Math.min(upperBound(i), max) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long value) {
    if (value < SUB) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return (shift + 1) * SUB + (int) ((value >>> shift) - SUB);
  }

  private static long upperBound(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int shift = bucket / SUB - 1;
    return ((long) (bucket % SUB + SUB + 1) << shift) - 1;
  }
}
