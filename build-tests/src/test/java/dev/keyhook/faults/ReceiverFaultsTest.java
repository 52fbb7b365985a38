package dev.keyhook.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.IdempotencyStore;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A receiver whose handler, store, secrets and listener fail by chance, asked by 200 threads,
 * against a model of what the sender is owed: each event is handled, none successfully twice, and
 * nobody hears of success before it.
 *
 * <p>A moment in each build; {@code -Dfaults.seconds=60 -Dfaults.seed=7} for longer, and for
 * another course of events.
 */
class ReceiverFaultsTest {

  private static final int THREADS = 200;
  private static final int STORE_SIZE = 20_000;
  private static final Secret SECRET = Secret.of("s3cret");

  private final long seed = Long.getLong("faults.seed", 1848);
  private final long seconds = Long.getLong("faults.seconds", 0);
  private final Faults faults = new Faults(seed);
  private final FaultyStore store =
      new FaultyStore(
          IdempotencyStore.inMemory(STORE_SIZE, Duration.ofHours(1), Clock.systemUTC()), faults);
  private final ConcurrentNavigableMap<Long, Owed> model = new ConcurrentSkipListMap<>();
  private final Queue<Owed> repetitions = new ConcurrentLinkedQueue<>();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<String> handledByThisThread = new ThreadLocal<>();
  private volatile boolean isOver;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();

  /** What the model knows about one event. */
  private static final class Owed {
    final long number;
    final String id;
    final AtomicInteger senders = new AtomicInteger(1);
    final AtomicInteger successes = new AtomicInteger();
    final AtomicBoolean isRunning = new AtomicBoolean();

    Owed(long number) {
      this.number = number;
      this.id = "event-" + number;
    }
  }

  @Test
  void losesNoEventAndHandlesNoneTwiceWhateverFails() throws Exception {
    long wanted = seconds > 0 ? Long.MAX_VALUE : 6_000;
    long begin = System.nanoTime();
    long end = begin + Duration.ofSeconds(seconds).toNanos();
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    WebhookReceiver receiver = receiver(timer);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (seconds > 0 ? System.nanoTime() < end : events.get() < wanted) {
                    if (faults.happens("a stranger tries", 0.02)) {
                      strangerTries(receiver);
                    }
                    Owed repeated = repetitions.poll();
                    deliver(receiver, repeated == null ? nextEvent() : repeated);
                  }
                  for (Owed rest = repetitions.poll(); rest != null; rest = repetitions.poll()) {
                    deliver(receiver, rest);
                  }
                } catch (Throwable e) {
                  broken.add("receive threw " + e);
                }
              },
              "sender-" + i);
      thread.start();
      threads.add(thread);
    }
    long heapEarly = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.get(faults.random().nextInt(THREADS)).interrupt();
      Thread.sleep(1);
      long elapsed = System.nanoTime() - begin;
      if (seconds >= 20 && heapEarly == 0 && elapsed > Duration.ofSeconds(seconds / 3).toNanos()) {
        heapEarly = usedHeap();
      }
      if (elapsed > Duration.ofSeconds(seconds + 60).toNanos() && !isOver) {
        broken.add("senders wait for ever");
        isOver = true;
      }
    }
    timer.shutdownNow();
    // Nobody is left who would deliver these.
    repetitions.forEach(rest -> rest.senders.decrementAndGet());
    long heapLate = heapEarly == 0 ? 0 : usedHeap();

    String course =
        "Seed %d, %d events, %d answers, %s, heap %d, then %d"
            .formatted(seed, events.get(), answers.get(), faults.counts(), heapEarly, heapLate);
    if (seconds > 0) {
      System.out.println(course);
    }
    assertThat(broken).as(course).isEmpty();
    assertThat(model.values())
        .as("events that somebody still waits for")
        .allMatch(owed -> owed.successes.get() == 1);
    assertThat(answers.get()).isGreaterThan(events.get());
    assertThat(heapLate - heapEarly).as("growth of the heap in bytes").isLessThan(16 << 20);
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private WebhookReceiver receiver(ScheduledExecutorService timer) {
    return SmartphoneKeyWebhooks.receiver(
            SmartphoneKeyWebhooks.bearerVerifier(
                () -> {
                  faults.maybe("the vault is away", 0.02);
                  return List.of(Secret.of("the next one"), SECRET);
                }))
        .idempotency(store)
        .listener(new FaultyListener())
        .senderTimeout(Duration.ofMillis(10))
        .scheduler(timer)
        .on(KeyAdded.class, (key, event) -> handle(event))
        .otherwise(this::handle)
        .build();
  }

  private void handle(SmartphoneKeyEvent event) throws Exception {
    Owed owed = model.get(Long.valueOf(event.id().replaceFirst("^event-", "")));
    if (owed == null) {
      broken.add("an event that nobody sent: " + event.id());
      return;
    }
    if (!owed.isRunning.compareAndSet(false, true)) {
      broken.add("two handlers at once for " + event.id());
    }
    try {
      faults.maybe("handler throws", 0.05);
      if (faults.happens("handler throws a checked exception", 0.02)) {
        throw new Exception("checked");
      }
      if (faults.happens("handler throws an error", 0.02)) {
        throw new StackOverflowError();
      }
      if (faults.happens("handler is interrupted", 0.02)) {
        throw new InterruptedException();
      }
      if (faults.happens("handler hangs, and the sender tries again", 0.02)) {
        repeat(owed);
        Thread.sleep(15);
      }
      if (faults.happens("handler leaves the thread interrupted", 0.02)) {
        Thread.currentThread().interrupt();
      }
      owed.isRunning.set(false);
      handledByThisThread.set(owed.id);
      if (owed.successes.incrementAndGet() > 1) {
        broken.add("handled twice: " + event.id());
      }
    } finally {
      owed.isRunning.set(false);
    }
  }

  private Owed nextEvent() {
    // The store remembers so many completed events, and nobody may repeat an older one.
    while (events.get() - firstOpen() > STORE_SIZE / 2 && !isOver) {
      Thread.onSpinWait();
    }
    Owed owed = new Owed(events.incrementAndGet());
    model.put(owed.number, owed);
    if (faults.happens("the sender repeats itself", 0.2)) {
      repeat(owed);
    }
    return owed;
  }

  private long firstOpen() {
    Map.Entry<Long, Owed> first = model.firstEntry();
    return first == null ? events.get() : first.getKey();
  }

  private void repeat(Owed owed) {
    owed.senders.incrementAndGet();
    repetitions.add(owed);
  }

  /** Does what a sender does: it tries again until it hears of success. */
  private void deliver(WebhookReceiver receiver, Owed owed) {
    WebhookRequest request = request(owed.id, "s3cret");
    while (!isOver) {
      handledByThisThread.remove();
      int status = receiver.receive(request).status();
      answers.incrementAndGet();
      Thread.interrupted();
      if (owed.id.equals(handledByThisThread.get()) && status != 204) {
        broken.add("told to repeat what was handled: " + owed.id);
      }
      if (status == 204) {
        if (owed.successes.get() != 1) {
          broken.add("success was told before it: " + owed.id);
        }
        break;
      }
      if (status != 500 && status != 503) {
        broken.add("answered " + status);
        break;
      }
      if (owed.successes.get() == 1 && store.isNeverCompleted(owed.id)) {
        break; // the store's lease outlasts the sender's patience
      }
      if (status == 503) {
        Thread.onSpinWait();
      }
    }
    if (owed.senders.decrementAndGet() == 0 && !isOver) {
      if (owed.successes.get() != 1) {
        broken.add("lost: " + owed.id);
      }
      store.forget(owed.id);
      model.remove(owed.number);
    }
  }

  private void strangerTries(WebhookReceiver receiver) {
    int status = receiver.receive(request("event-0", "guess")).status();
    Thread.interrupted();
    if (status != 401 && status != 503) {
      broken.add("a stranger was answered " + status);
    }
  }

  private WebhookRequest request(String id, String secret) {
    String type = faults.random().nextBoolean() ? "KeyAdded" : "TheirNextIdea";
    String body =
        """
        {"id":"%s","detail-type":"%s","source":"smartphonekey","time":"2026-04-30T10:30:00Z",
         "detail":{"data":{"keyUuid":"8f2a"}}}
        """
            .formatted(id, type);
    return WebhookRequest.of(
        "POST", Map.of("authorization", List.of("Bearer " + secret)), body.getBytes(UTF_8));
  }

  private final class FaultyListener implements ReceiverListener {

    @Override
    public void verified(DeliverySummary delivery) {
      faults.maybe("listener throws", 0.02);
    }

    @Override
    public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
      faults.maybe("listener throws", 0.02);
    }

    @Override
    public void handled(DeliverySummary delivery, Duration duration) {
      faults.maybe("listener throws", 0.02);
    }

    @Override
    public void failed(DeliverySummary delivery, Throwable cause) {
      faults.maybe("listener throws", 0.02);
    }

    @Override
    public void deadlineNear(DeliverySummary delivery) {
      faults.maybe("listener throws", 0.02);
    }
  }
}
