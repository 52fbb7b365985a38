package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
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

  @Test
  void aThousandThreadsRunTheHandlerOnceAndGetNoSuccessBeforeIt() throws Exception {
    int threads = 1_000;
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean hasSucceeded = new AtomicBoolean();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger toldTooEarly = new AtomicInteger();
    AtomicInteger otherAnswers = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch othersHaveAsked = new CountDownLatch(20);
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .handle(
                SmartphoneKeyEvents.router()
                    .otherwise(
                        event -> {
                          runs.incrementAndGet();
                          othersHaveAsked.await();
                          hasSucceeded.set(true);
                        })
                    .build())
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
  void aHandlerThatFailsSometimesSucceedsOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger successes = new AtomicInteger();
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .handle(
                SmartphoneKeyEvents.router()
                    .otherwise(
                        event -> {
                          if (runs.incrementAndGet() < 5) {
                            throw new IllegalStateException("not yet");
                          }
                          successes.incrementAndGet();
                        })
                    .build())
            .onFailure((delivery, cause) -> {})
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
            .handle(
                SmartphoneKeyEvents.router()
                    .otherwise(
                        event -> {
                          bothRun.countDown();
                          bothRun.await();
                        })
                    .build())
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
  void anEventWithoutAnIdIsHandledAtEachDelivery(String id) {
    AtomicInteger runs = new AtomicInteger();
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .handle(SmartphoneKeyEvents.router().otherwise(event -> runs.incrementAndGet()).build())
            .build();
    String body = BODY.replace("\"id\":\"1\",", id);

    assertThat(receiver.receive(Requests.post(body)).status()).isEqualTo(204);
    assertThat(receiver.receive(Requests.post(body)).status()).isEqualTo(204);

    assertThat(runs).hasValue(id.contains("1") ? 1 : 2);
  }

  @Test
  void anyThrowableLeavesTheEventUnrecorded() {
    Idempotency store = Idempotency.inMemory();
    for (Throwable thrown :
        List.of(
            new Exception("checked"),
            new RuntimeException("unchecked"),
            new StackOverflowError(),
            new OutOfMemoryError("of the handler"),
            new NoClassDefFoundError("Missing"),
            new AssertionError("wrong"),
            new ThreadDeath())) {
      failures.clear();

      assertThat(receive(store, () -> sneak(thrown))).isEqualTo(500);
      assertThat(failures).containsExactly(thrown);
    }

    assertThat(receive(store, () -> {})).isEqualTo(204);
  }

  @Test
  void aStackOverflowInAHandlerIsAFailure() {
    Idempotency store = Idempotency.inMemory();

    assertThat(receive(store, IdempotencyTest::recurse)).isEqualTo(500);
    assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
    assertThat(receive(store, () -> {})).isEqualTo(204);
  }

  @Test
  void twoReceiversCanShareAStore() {
    Idempotency store = Idempotency.inMemory();
    List<String> handled = new ArrayList<>();
    WebhookReceiver north = named("north", store, handled);
    WebhookReceiver south = named("south", store, handled);

    for (WebhookReceiver receiver : List.of(north, south, north, south)) {
      assertThat(receiver.receive(Requests.post(BODY)).status()).isEqualTo(204);
    }

    assertThat(handled).containsExactly("north", "south");
  }

  @Test
  void twoReceiversOfOneNameHandleAnEventOnce() {
    Idempotency store = Idempotency.inMemory();
    List<String> handled = new ArrayList<>();

    named("north", store, handled).receive(Requests.post(BODY));
    named("north", store, handled).receive(Requests.post(BODY));

    assertThat(handled).containsExactly("north");
  }

  private static WebhookReceiver named(String endpoint, Idempotency store, List<String> handled) {
    return SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
        .endpoint(endpoint)
        .idempotency(store)
        .handle(
            SmartphoneKeyEvents.router()
                .otherwise((event, context) -> handled.add(context.endpoint()))
                .build())
        .build();
  }

  @Test
  void theHandlerWritesInTheTransactionOfTheStore() {
    List<String> written = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    Idempotency transactional =
        (endpoint, key, work) -> {
          keys.add(endpoint + " " + key);
          List<String> uncommitted = new ArrayList<>();
          work.run(Transaction.of(Writes.class, uncommitted::add));
          written.addAll(uncommitted);
          return Idempotency.Result.DONE;
        };
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .idempotency(transactional)
            .handle(
                SmartphoneKeyEvents.router()
                    .otherwise(
                        (event, context) -> {
                          context.transaction(Writes.class).write(event.type());
                          if (event.type().equals("Future")) {
                            throw new IllegalStateException("after the write");
                          }
                        })
                    .build())
            .onFailure((delivery, cause) -> failures.add(cause))
            .build();

    assertThat(receiver.receive(Requests.post(BODY)).status()).isEqualTo(204);
    assertThat(receiver.receive(Requests.post(BODY.replace("KeyAdded", "Future"))).status())
        .isEqualTo(500);
    assertThat(receiver.receive(Requests.post(BODY.replace("\"id\":\"1\",", ""))).status())
        .isEqualTo(204);

    assertThat(written).containsExactly("KeyAdded", "KeyAdded");
    assertThat(keys).hasSize(3).startsWith("smartphonekey 1", "smartphonekey 1");
    assertThat(keys.get(2)).hasSizeGreaterThan("smartphonekey ".length());
  }

  /** The table that a handler writes to. */
  private interface Writes {
    void write(String row);
  }

  @Test
  void aStoreThatCannotRecordTheWorkIsAFailure() {
    IllegalStateException down = new IllegalStateException("commit failed");
    List<String> ran = new ArrayList<>();
    Idempotency broken =
        (endpoint, key, work) -> {
          work.run(Transaction.none("None."));
          throw down;
        };

    assertThat(receive(broken, () -> ran.add("handled"))).isEqualTo(500);
    assertThat(ran).hasSize(1);
    assertThat(failures).containsExactly(down);
  }

  @Test
  void aStoreThatReturnsNullIsAFailure() {
    assertThat(receive((endpoint, key, work) -> null, () -> {})).isEqualTo(500);
    assertThat(failures).singleElement().isInstanceOf(NullPointerException.class);
  }

  private int receive(Idempotency idempotency, Runnable handler) {
    return SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
        .handle(SmartphoneKeyEvents.router().otherwise(event -> handler.run()).build())
        .idempotency(idempotency)
        .onFailure((delivery, cause) -> failures.add(cause))
        .build()
        .receive(Requests.post(BODY))
        .status();
  }

  @SuppressWarnings("InfiniteRecursion") // intended
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
}
