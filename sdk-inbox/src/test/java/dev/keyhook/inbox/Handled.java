package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Collects what handlers were called with, and lets a test wait for it. */
final class Handled {

  record Call(Ring ring, EventContext context) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Call> calls = new ArrayList<>();

  void add(Ring ring, EventContext context) {
    lock.lock();
    try {
      calls.add(new Call(ring, context));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<Call> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  List<String> texts() {
    return calls().stream().map(call -> call.ring().text()).toList();
  }

  List<String> textsOf(String door) {
    return calls().stream()
        .filter(call -> call.ring().door().equals(door))
        .map(call -> call.ring().text())
        .toList();
  }

  List<Call> await(int count) throws InterruptedException {
    return await(all -> all.size() >= count);
  }

  List<Call> await(Predicate<List<Call>> condition) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(30);
    lock.lock();
    try {
      while (!condition.test(calls)) {
        assertThat(left).as("nanoseconds left; handled so far: %s", calls.size()).isPositive();
        left = changed.awaitNanos(left);
      }
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }
}
