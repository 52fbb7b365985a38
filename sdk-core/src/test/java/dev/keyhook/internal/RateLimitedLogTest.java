package dev.keyhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

  private static final String NAME = RateLimitedLogTest.class.getName();

  private final Logger backend = Logger.getLogger(NAME);
  private final Recorder recorder = new Recorder();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around in the test
  private final RateLimitedLog log = new RateLimitedLog(NAME, nanos::get);

  @BeforeEach
  void record() {
    backend.setUseParentHandlers(false);
    backend.addHandler(recorder);
  }

  @AfterEach
  void stopRecording() {
    backend.removeHandler(recorder);
    backend.setUseParentHandlers(true);
  }

  private void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void logsLevelMessageAndCause() {
    IllegalStateException cause = new IllegalStateException("down");

    log.error("FAILED", "FAILED for 1", cause);
    log.warn("refused", "Refused 2", null);

    assertThat(recorder.records)
        .extracting(LogRecord::getLevel, LogRecord::getMessage, LogRecord::getThrown)
        .containsExactly(
            tuple(Level.SEVERE, "FAILED for 1", cause), tuple(Level.WARNING, "Refused 2", null));
  }

  @Test
  void logsTenLinesOfAKindInAMinute() {
    for (int i = 1; i <= 1000; i++) {
      log.error("FAILED", "line " + i, null);
    }

    assertThat(recorder.messages())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 10).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void countsEachKindSeparately() {
    for (int i = 1; i <= 20; i++) {
      log.error("FAILED", "failed", null);
      log.warn("refused", "refused", null);
    }

    assertThat(recorder.messages()).hasSize(20).filteredOn("refused"::equals).hasSize(10);
  }

  @Test
  void saysInTheNextMinuteHowManyLinesWereOmitted() {
    for (int i = 1; i <= 13; i++) {
      log.error("FAILED", "line", null);
    }
    recorder.records.clear();

    advance(Duration.ofSeconds(60).minusNanos(1));
    log.error("FAILED", "too early", null);
    advance(Duration.ofNanos(1));
    log.error("FAILED", "next", null);
    log.error("FAILED", "and another", null);

    assertThat(recorder.messages())
        .containsExactly("next (4 similar lines omitted)", "and another");
  }

  @Test
  void logsTenLinesInEachMinute() {
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 15; i++) {
        log.error("FAILED", "line", null);
      }
      advance(Duration.ofMinutes(1));
    }

    assertThat(recorder.records).hasSize(30);
  }

  @Test
  void logsTenLinesInAMinuteFromAnyNumberOfThreads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(() -> IntStream.range(0, 500).forEach(n -> log.warn("k", "x", null)));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(recorder.records).hasSize(10);
  }

  @Test
  void doesNotThrowWhenTheLoggingBackendOrTheClockThrows() {
    AtomicInteger calls = new AtomicInteger();
    recorder.failure =
        () -> {
          calls.incrementAndGet();
          throw new IllegalStateException("disk full");
        };
    RateLimitedLog withoutClock =
        new RateLimitedLog(
            NAME,
            () -> {
              throw new IllegalStateException("no clock");
            });

    assertThatCode(() -> log.error("FAILED", "line", null)).doesNotThrowAnyException();
    assertThatCode(() -> withoutClock.error("FAILED", "line", null)).doesNotThrowAnyException();
    assertThat(calls).hasPositiveValue();
  }

  /** Collects log records. */
  private static final class Recorder extends Handler {

    private final List<LogRecord> records = new ArrayList<>();
    private Runnable failure = () -> {};

    List<String> messages() {
      return records.stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public synchronized void publish(LogRecord record) {
      failure.run();
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
