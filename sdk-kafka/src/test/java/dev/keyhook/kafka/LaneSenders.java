package dev.keyhook.kafka;

import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Senders of one lane each: a sender repeats an event until the response is 204, and only then
 * sends the next one.
 */
final class LaneSenders implements AutoCloseable {

  private static final int STORED = 204;
  private static final int UNAVAILABLE = 503;
  private static final int TICK_MILLIS = 20;

  private final WebhookReceiver receiver;
  private final int perLane;
  private final ExecutorService threads;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore pace = new Semaphore(0);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Future<?> result;

  /**
   * Starts to send.
   *
   * @param rate events per second of all lanes together
   */
  LaneSenders(WebhookReceiver receiver, int lanes, int perLane, int rate) {
    this.receiver = receiver;
    this.perLane = perLane;
    this.threads = Executors.newFixedThreadPool(lanes + 1);
    int permits = Math.max(1, rate * TICK_MILLIS / 1000);
    Future<?> unused =
        clock.scheduleAtFixedRate(
            () -> pace.release(permits), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    var lanesEnd =
        IntStream.range(0, lanes).mapToObj(lane -> threads.submit(() -> sendLane(lane))).toList();
    result =
        threads.submit(
            () -> {
              for (Future<?> end : lanesEnd) {
                end.get();
              }
              return null;
            });
  }

  private Void sendLane(int lane) throws InterruptedException {
    for (int number = 0; number < perLane; number++) {
      pace.acquire();
      Ring ring = Ring.of(lane + "-" + number, "door" + lane, String.valueOf(number));
      WebhookRequest request = WebhookRequest.builder("POST").body(ring.body()).build();
      long start = System.nanoTime();
      int status = receiver.receive(request).status();
      while (status == UNAVAILABLE) {
        refused.incrementAndGet();
        status = receiver.receive(request).status();
      }
      if (status != STORED) {
        throw new IllegalStateException("The receiver responded with " + status);
      }
      longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      acknowledged.add(ring.id());
    }
    return null;
  }

  /** Returns whether all events are acknowledged. */
  boolean isDone() {
    return result.isDone();
  }

  /** Waits until all events are acknowledged; throws if a sender ended with another response. */
  void await() throws Exception {
    result.get(30, TimeUnit.MINUTES);
  }

  /** Returns the ids acknowledged until now. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  /** Returns how many responses were 503. */
  int refused() {
    return refused.get();
  }

  /** Returns the longest time from the first request for an event to its 204. */
  double longestSeconds() {
    return longestNanos.get() / 1e9;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
