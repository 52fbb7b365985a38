package dev.keyhook.benchmarks.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures elapsed time and processor time of a turn. */
final class Stopwatch {

  private static final long TICKS_PER_SECOND = 100;

  private final List<ProcessHandle> processes;
  private final long start = System.nanoTime();
  private final long startTicks;

  /** Starts measuring this process and its descendants. */
  Stopwatch() {
    this(List.of(ProcessHandle.current()));
  }

  /** Starts measuring this process, PostgreSQL, and the descendants of both. */
  Stopwatch(Postgres postgres) {
    this(List.of(ProcessHandle.current(), postgres.process()));
  }

  private Stopwatch(List<ProcessHandle> processes) {
    this.processes = processes;
    startTicks = ticks();
  }

  Rate rate(long events) {
    long nanos = System.nanoTime() - start;
    long ticks = Math.max(1, ticks() - startTicks);
    return new Rate(
        events * (double) TimeUnit.SECONDS.toNanos(1) / nanos,
        events * (double) TICKS_PER_SECOND / ticks);
  }

  /** Returns the processor time of all processes, including those that have ended. */
  private long ticks() {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .mapToLong(Stopwatch::ticks)
        .sum();
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // After the name in parentheses, which may have spaces, utime is the 12th field.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      return fields.subList(11, 15).stream().mapToLong(Long::parseLong).sum();
    } catch (NoSuchFileException e) {
      return 0; // has ended; its time is included in its parent's
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
