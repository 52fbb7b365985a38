package dev.keyhook.internal;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs failures through {@link System.Logger}: at most ten lines a minute of each kind, so that a
 * flood of requests cannot flood the log. The next line says how many were omitted.
 *
 * <p>Never throws: lines that the logging backend fails to write are lost. Safe for use by any
 * number of threads.
 */
public final class RateLimitedLog {

  private static final int MAX_LINES = 10;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final String name;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

  /**
   * Creates a log.
   *
   * @param name the logger's name
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public RateLimitedLog(String name, LongSupplier nanoTime) {
    this.name = Objects.requireNonNull(name, "name");
    this.nanoTime = nanoTime;
  }

  /**
   * Logs an error.
   *
   * @param kind what is limited together; one of a small fixed number
   */
  public void error(String kind, String message, @Nullable Throwable cause) {
    log(Level.ERROR, kind, message, cause);
  }

  /**
   * Logs a warning.
   *
   * @param kind what is limited together; one of a small fixed number
   */
  public void warn(String kind, String message, @Nullable Throwable cause) {
    log(Level.WARNING, kind, message, cause);
  }

  private void log(Level level, String kind, String message, @Nullable Throwable cause) {
    try {
      long omitted = windows.computeIfAbsent(kind, k -> new Window()).enter(nanoTime.getAsLong());
      if (omitted >= 0) {
        String text = omitted == 0 ? message : message + " (" + omitted + " similar lines omitted)";
        // Looked up lazily, because loading a logging backend takes milliseconds.
        System.getLogger(name).log(level, text, cause);
      }
    } catch (RuntimeException e) {
      // A failing log must not affect the handling of an event.
    }
  }

  /** The current minute of one kind. */
  private static final class Window {

    private boolean isStarted;
    private long start;
    private int lines;
    private long omitted;

    /** Returns how many lines were omitted since the last one, or -1 to omit this one too. */
    synchronized long enter(long now) {
      if (!isStarted || now - start >= MINUTE_NANOS) {
        isStarted = true;
        start = now;
        lines = 0;
      }
      if (lines == MAX_LINES) {
        omitted++;
        return -1;
      }
      lines++;
      long before = omitted;
      omitted = 0;
      return before;
    }
  }
}
