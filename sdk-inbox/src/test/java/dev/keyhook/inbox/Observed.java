package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Writes down what a listener is told, and lets a test wait for it. */
final class Observed implements InboxListener {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private final List<Throwable> causes = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final Map<Thread, Attempt> running = new HashMap<>();
  private final List<String> unpaired = new ArrayList<>();

  private void add(String line) {
    lock.lock();
    try {
      lines.add(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(String line, Throwable cause) {
    lock.lock();
    try {
      causes.add(cause);
      add(line);
    } finally {
      lock.unlock();
    }
  }

  List<String> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  List<Throwable> causes() {
    lock.lock();
    try {
      return List.copyOf(causes);
    } finally {
      lock.unlock();
    }
  }

  List<Duration> delays() {
    lock.lock();
    try {
      return List.copyOf(delays);
    } finally {
      lock.unlock();
    }
  }

  void await(String line) throws InterruptedException {
    await(all -> all.contains(line));
  }

  void await(Predicate<List<String>> condition) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(30);
    lock.lock();
    try {
      while (!condition.test(lines)) {
        assertThat(left).as("nanoseconds left; observed so far: %s", lines).isPositive();
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void appended(String endpoint, int stored, int duplicates) {
    add("appended " + stored + ", duplicates " + duplicates);
  }

  @Override
  public void unreadable(String endpoint, int entries) {
    add("unreadable " + entries);
  }

  @Override
  public void appendFailed(int entries, Throwable cause) {
    add("append failed", cause);
  }

  @Override
  public void attemptStarted(Attempt attempt) {
    lock.lock();
    try {
      Attempt before = running.put(Thread.currentThread(), attempt);
      if (before != null) {
        unpaired.add("not ended: " + text(before));
      }
      add("started " + text(attempt));
    } finally {
      lock.unlock();
    }
  }

  private void ended(Attempt attempt) {
    lock.lock();
    try {
      if (!attempt.equals(running.remove(Thread.currentThread()))) {
        unpaired.add("ended twice, or not started: " + text(attempt));
      }
    } finally {
      lock.unlock();
    }
  }

  private static String text(Attempt attempt) {
    return attempt.id().orElse("-") + " " + attempt.number();
  }

  /** To be called when no handler runs any more. */
  void assertThatEachAttemptEndedOnce() {
    lock.lock();
    try {
      assertThat(unpaired).isEmpty();
      assertThat(running.values()).as("attempts that did not end").isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void deviated(Attempt attempt, List<Deviation> deviations) {
    add("deviated " + text(attempt) + " " + deviations);
  }

  @Override
  public void attemptPostponed(Attempt attempt, Duration took) {
    ended(attempt);
    add("postponed " + text(attempt));
  }

  @Override
  public void attemptSucceeded(Attempt attempt, Duration took) {
    ended(attempt);
    add("succeeded " + text(attempt));
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    ended(attempt);
    lock.lock();
    try {
      delays.add(retryIn);
      add("failed " + text(attempt), cause);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    ended(attempt);
    add("dead " + text(attempt), cause);
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    ended(attempt);
    add("parked " + attempt.id().orElse("-"), cause);
  }

  @Override
  public void leaseLost(Attempt attempt) {
    ended(attempt);
    add("lease lost " + attempt.id().orElse("-"));
  }

  @Override
  public void paused(String endpoint, Throwable cause) {
    add("paused " + endpoint, cause);
  }

  @Override
  public void resumed(String endpoint) {
    add("resumed " + endpoint);
  }

  @Override
  public void databaseFailed(Throwable cause) {
    add("database failed", cause);
  }

  @Override
  public void backlog(Backlog backlog) {
    add("backlog " + backlog.endpoint() + " " + backlog.events());
  }
}
