package dev.keyhook.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What handlers of a test were called with. */
final class Received {

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  void add(String line) {
    lines.add(line);
  }

  /** Waits for the next call. */
  String next() throws InterruptedException {
    String line = lines.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new AssertionError("No handler was called within 30 seconds");
    }
    return line;
  }

  /** Returns the calls so far, and forgets them. */
  List<String> drain() {
    List<String> drained = new java.util.ArrayList<>();
    lines.drainTo(drained);
    return drained;
  }
}
