package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

  private static final String BODY = Requests.keyAdded("1", "acme-corp");

  private final List<Throwable> failures = new ArrayList<>();
  private final List<String> store = new ArrayList<>();

  @Test
  void tenThousandThreadsRunTheHandlerOnceAndHearNoSuccessBeforeIt() throws Exception {
    int threads = 10_000;
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean hasSucceeded = new AtomicBoolean();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger toldTooEarly = new AtomicInteger();
    AtomicInteger otherAnswers = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch othersHaveAsked = new CountDownLatch(20);
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(
                event -> {
                  runs.incrementAndGet();
                  othersHaveAsked.await();
                  hasSucceeded.set(true);
                })
            .build();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                awaitQuietly(start);
                int status = receiver.receive(Requests.post(BODY)).status();
                boolean done = hasSucceeded.get();
                if (status == 204) {
                  told.incrementAndGet();
                  if (!done) {
                    toldTooEarly.incrementAndGet();
                  }
                } else if (status != 503) {
                  otherAnswers.incrementAndGet();
                }
                othersHaveAsked.countDown();
              },
              "delivery-" + i,
              256 << 10);
      thread.start();
      all.add(thread);
    }

    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(runs).hasValue(1);
    assertThat(toldTooEarly).hasValue(0);
    assertThat(otherAnswers).hasValue(0);
    assertThat(told).hasPositiveValue();
    assertThat(receiver.receive(Requests.post(BODY)).status()).isEqualTo(204);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aHandlerThatFailsNowAndThenSucceedsOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger successes = new AtomicInteger();
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(
                event -> {
                  if (runs.incrementAndGet() < 5) {
                    throw new IllegalStateException("not yet");
                  }
                  successes.incrementAndGet();
                })
            .build();
    ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> deliveries = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        deliveries.add(
            executor.submit(() -> statuses.add(receiver.receive(Requests.post(BODY)).status())));
      }
      for (Future<?> delivery : deliveries) {
        delivery.get();
      }
    } finally {
      executor.shutdown();
    }

    assertThat(successes).hasValue(1);
    assertThat(runs).hasValue(5);
    assertThat(statuses).contains(204).allMatch(status -> List.of(204, 500, 503).contains(status));
    assertThat(statuses.stream().filter(status -> status == 500)).hasSize(4);
  }

  @Test
  void noLockIsHeldWhileAHandlerRuns() throws Exception {
    CountDownLatch bothRun = new CountDownLatch(2);
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(
                event -> {
                  bothRun.countDown();
                  bothRun.await();
                })
            .build();
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Future<?> one =
          executor.submit(() -> receiver.receive(Requests.post(Requests.keyAdded("1", "x"))));
      Future<?> two =
          executor.submit(() -> receiver.receive(Requests.post(Requests.keyAdded("2", "x"))));
      one.get();
      two.get();
    } finally {
      executor.shutdown();
    }
    assertThat(bothRun.getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\":\"1\",",
        "\"id\":\"\",",
        "\"id\":\"  \",",
        "\"id\":null,",
        "\"id\":{},",
        ""
      })
  void anEventWithoutAnIdIsHandledEachTimeItComes(String id) {
    AtomicInteger runs = new AtomicInteger();
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(event -> runs.incrementAndGet())
            .build();
    String body = BODY.replace("\"id\":\"1\",", id);

    assertThat(receiver.receive(Requests.post(body)).status()).isEqualTo(204);
    assertThat(receiver.receive(Requests.post(body)).status()).isEqualTo(204);

    assertThat(runs).hasValue(id.contains("1") ? 1 : 2);
  }

  @Test
  void claimsThenHandlesThenCompletes() {
    assertThat(receive(new Recording(), () -> store.add("handle"))).isEqualTo(204);
    assertThat(store).containsExactly("claim 1", "handle", "complete 1");
    assertThat(failures).isEmpty();
  }

  @Test
  void anyThrowableReleasesTheClaim() {
    for (Throwable thrown :
        List.of(
            new Exception("checked"),
            new RuntimeException("unchecked"),
            new StackOverflowError(),
            new OutOfMemoryError("of the handler"),
            new NoClassDefFoundError("Missing"),
            new AssertionError("wrong"),
            new ThreadDeath())) {
      store.clear();
      failures.clear();

      assertThat(receive(new Recording(), () -> sneak(thrown))).isEqualTo(500);
      assertThat(store).containsExactly("claim 1", "release 1");
      assertThat(failures).containsExactly(thrown);
    }
  }

  @Test
  void aHandlerWithoutEndIsAFailureToo() {
    assertThat(receive(new Recording(), IdempotencyTest::recurse)).isEqualTo(500);
    assertThat(store).containsExactly("claim 1", "release 1");
    assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
  }

  @Test
  void anInterruptionIsPassedOn() {
    assertThat(receive(new Recording(), () -> sneak(new InterruptedException()))).isEqualTo(500);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store).containsExactly("claim 1", "release 1");
  }

  @Test
  void aStoreThatCannotClaimLetsNoHandlerRun() {
    IllegalStateException down = new IllegalStateException("store down");
    Recording broken =
        new Recording() {
          @Override
          public Claim claim(String key) {
            throw down;
          }
        };

    assertThat(receive(broken, () -> store.add("handle"))).isEqualTo(500);
    assertThat(store).isEmpty();
    assertThat(failures).containsExactly(down);

    Recording careless =
        new Recording() {
          @Override
          public Claim claim(String key) {
            return null;
          }
        };
    assertThat(receive(careless, () -> store.add("handle"))).isEqualTo(500);
    assertThat(store).isEmpty();
  }

  @Test
  void aStoreThatCannotCompleteDoesNotUndoWhatWasHandled() {
    IllegalStateException down = new IllegalStateException("store down");
    Recording broken =
        new Recording() {
          @Override
          public void complete(String key) {
            super.complete(key);
            throw down;
          }
        };

    assertThat(receive(broken, () -> store.add("handle"))).isEqualTo(204);
    assertThat(store).containsExactly("claim 1", "handle", "complete 1");
    assertThat(failures).containsExactly(down);
  }

  @Test
  void aStoreThatCannotReleaseLeavesTheFailureVisible() {
    IllegalStateException down = new IllegalStateException("store down");
    IllegalStateException failure = new IllegalStateException("handler");
    Recording broken =
        new Recording() {
          @Override
          public void release(String key) {
            super.release(key);
            throw down;
          }
        };

    assertThat(receive(broken, () -> sneak(failure))).isEqualTo(500);
    assertThat(store).containsExactly("claim 1", "release 1");
    assertThat(failures).containsExactly(failure);
    assertThat(failure).hasSuppressedException(down);
  }

  private int receive(IdempotencyStore idempotency, Runnable handler) {
    return SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
        .otherwise(event -> handler.run())
        .idempotency(idempotency)
        .listener(
            new ReceiverListener() {
              @Override
              public void failed(DeliverySummary delivery, Throwable cause) {
                failures.add(cause);
              }
            })
        .build()
        .receive(Requests.post(BODY))
        .status();
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static void recurse() {
    recurse();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A store that writes down what it is asked. */
  private class Recording implements IdempotencyStore {

    @Override
    public Claim claim(String key) {
      store.add("claim " + key);
      return Claim.FIRST;
    }

    @Override
    public void complete(String key) {
      store.add("complete " + key);
    }

    @Override
    public void release(String key) {
      store.add("release " + key);
    }
  }
}
