package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.InboxListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  public void attemptSucceeded(Attempt attempt, Duration took) {
    add("succeeded " + attempt.id().orElse("-") + " " + attempt.number());
  }

  @Override
  public void attemptFailed(Attempt attempt, Duration took, Throwable cause, Duration retryIn) {
    lock.lock();
    try {
      delays.add(retryIn);
      add("failed " + attempt.id().orElse("-") + " " + attempt.number(), cause);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void deadLettered(Attempt attempt, Duration took, Throwable cause) {
    add("dead " + attempt.id().orElse("-") + " " + attempt.number(), cause);
  }

  @Override
  public void parked(Attempt attempt, Duration took, Throwable cause) {
    add("parked " + attempt.id().orElse("-"), cause);
  }

  @Override
  public void leaseLost(Attempt attempt) {
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
