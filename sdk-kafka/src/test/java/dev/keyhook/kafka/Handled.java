package dev.keyhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.EventContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What handlers were called with, in order. */
final class Handled {

  record Call(Ring ring, EventContext context) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Call> arrivals = new LinkedBlockingQueue<>();
  private int taken;

  void add(Ring ring, EventContext context) {
    Call call = new Call(ring, context);
    calls.add(call);
    arrivals.add(call);
  }

  /** Waits until there were so many calls in all. */
  List<Call> await(int count) throws InterruptedException {
    for (; taken < count; taken++) {
      assertThat(arrivals.poll(60, TimeUnit.SECONDS)).as("call %s", taken + 1).isNotNull();
    }
    return calls;
  }

  List<String> texts() {
    return calls.stream().map(call -> call.ring().text()).toList();
  }
}
