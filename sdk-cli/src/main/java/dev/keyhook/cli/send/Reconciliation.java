package dev.keyhook.cli.send;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Waits until every acknowledged event is in the log of handled events, a line for each: endpoint,
 * id, type, subject and attempt, divided by tabs.
 */
final class Reconciliation {

  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

  private final Path log;
  private final ToIntFunction<String> numberOf;
  private final BitSet missing;
  private final StringBuilder rest = new StringBuilder();
  private long offset;

  /**
   * Creates a reconciliation.
   *
   * @param acknowledged the numbers of the events that must be there
   * @param numberOf turns an id into its number, or -1
   */
  Reconciliation(Path log, BitSet acknowledged, ToIntFunction<String> numberOf) {
    this.log = log;
    this.missing = (BitSet) acknowledged.clone();
    this.numberOf = numberOf;
  }

  /**
   * Returns how many are still missing after the wait.
   *
   * @param isStopped ends the wait early when it returns true
   */
  int missingAfter(Duration wait, BooleanSupplier isStopped) {
    long end = System.nanoTime() + wait.toNanos();
    read();
    while (!missing.isEmpty() && !isStopped.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL_NANOS);
      read();
    }
    return missing.cardinality();
  }

  /** Returns the numbers of those that are missing. */
  BitSet missing() {
    return missing;
  }

  private void read() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] buffer = new byte[1 << 20];
      file.seek(offset);
      for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
        offset += read;
        rest.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        lines();
      }
    } catch (IOException e) {
      // not there yet: the receiver creates it with the first event
    }
  }

  private void lines() {
    int from = 0;
    for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", from)) {
      line(rest.substring(from, end));
      from = end + 1;
    }
    rest.delete(0, from);
  }

  private void line(String line) {
    int first = line.indexOf('\t');
    int second = line.indexOf('\t', first + 1);
    if (first > 0 && second > first) {
      int number = numberOf.applyAsInt(line.substring(first + 1, second));
      if (number >= 0) {
        missing.clear(number);
      }
    }
  }
}
