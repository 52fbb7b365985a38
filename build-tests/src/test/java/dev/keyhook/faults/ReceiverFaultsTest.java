package dev.keyhook.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Deviation;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.faults.TransactionalIdempotency.Effects;
import dev.keyhook.routing.ContextEventHandler;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.Idempotency;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Handlers, stores, secrets and listeners fail at random. The sender retries each event until it
 * gets a 204. Then the event must have been handled, and only as often as the store allows.
 *
 * <p>Each build uses few events. {@code -Dfaults.events=1000000 -Dfaults.seed=7} sets the number of
 * events and the seed of the faults.
 */
class ReceiverFaultsTest {

  private static final int THREADS = 8;
  private static final Secret SECRET = Secret.of("s3cret");
  private static final Secret NEXT_SECRET = Secret.of("the next one");

  private final int count = Integer.getInteger("faults.events", 5_000);
  private final long seed = Long.getLong("faults.seed", 1848);
  private final Faults faults = new Faults(seed);
  private final List<Sent> events = IntStream.range(0, count).mapToObj(Sent::new).toList();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);

  /** One event, and how often it was handled. */
  private static final class Sent {

    final String id;
    final AtomicInteger handled = new AtomicInteger();
    final AtomicBoolean isRunning = new AtomicBoolean();

    Sent(int number) {
      this.id = "event-" + number;
    }
  }

  /** An effect of a handler that can be rolled back. */
  private interface Effect {
    void apply(SmartphoneKeyEvent event, EventContext context);
  }

  @AfterEach
  void stop() {
    senders.shutdownNow();
  }

  @Test
  void handlesEveryEventAndRepeatsNoneThatTheStoreHasRecorded() throws Exception {
    FaultyIdempotency store =
        new FaultyIdempotency(
            Idempotency.inMemory(count, Duration.ofHours(1), System::nanoTime), faults);

    deliverAll(store, (event, context) -> {});

    assertThat(violations).as(summary()).isEmpty();
    assertThat(events)
        .as(summary())
        .allSatisfy(sent -> assertThat(sent.handled).hasValue(1 + store.notRecorded(sent.id)));
  }

  @Test
  void commitsTheEffectOfEveryEventExactlyOnceInATransactionalStore() throws Exception {
    TransactionalIdempotency store = new TransactionalIdempotency(faults);

    deliverAll(store, (event, context) -> context.transaction(Effects.class).write(event.id()));

    assertThat(violations).as(summary()).isEmpty();
    assertThat(store.committed())
        .as(summary())
        .containsExactlyInAnyOrderElementsOf(events.stream().map(sent -> sent.id).toList());
  }

  private String summary() {
    return "Seed " + seed + ", " + faults.counts();
  }

  private void deliverAll(Idempotency store, Effect effect) throws InterruptedException {
    WebhookReceiver receiver = receiver(store, effect);
    List<Sent> deliveries = new ArrayList<>(events);
    events.stream()
        .filter(sent -> faults.happens("the sender sends an event twice", 0.2))
        .forEach(deliveries::add);
    CountDownLatch undelivered = new CountDownLatch(deliveries.size());
    deliveries.forEach(sent -> senders.execute(() -> deliver(receiver, sent, undelivered)));
    if (!undelivered.await(10, TimeUnit.MINUTES)) {
      violations.add("Not delivered: " + undelivered.getCount() + " events");
    }
  }

  /** Delivers once; if the response is not 204, the next attempt goes to the end of the queue. */
  private void deliver(WebhookReceiver receiver, Sent sent, CountDownLatch undelivered) {
    try {
      if (faults.happens("a forger sends", 0.02)) {
        forge(receiver, sent);
      }
      int status = receiver.receive(request(sent, SECRET)).status();
      Thread.interrupted(); // as the server adapters do
      if (status == 500 || status == 503) {
        senders.execute(() -> deliver(receiver, sent, undelivered));
        return;
      }
      if (status != 204) {
        violations.add("Response " + status + " for " + sent.id);
      } else if (sent.handled.get() == 0) {
        violations.add("204 before it was handled: " + sent.id);
      }
    } catch (Throwable e) {
      violations.add("receive threw " + e);
    }
    undelivered.countDown();
  }

  private void forge(WebhookReceiver receiver, Sent sent) {
    int status = receiver.receive(request(sent, Secret.of("guess"))).status();
    if (status != 401 && status != 503) {
      violations.add("Response " + status + " for a forgery");
    }
  }

  private WebhookReceiver receiver(Idempotency store, Effect effect) {
    AtomicReference<WebhookReceiver> receiver = new AtomicReference<>();
    ContextEventHandler<SmartphoneKeyEvent> handler =
        (event, context) -> {
          effect.apply(event, context);
          handle(event, receiver.get());
        };
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(KeyAdded.class, (key, event, context) -> handler.handle(event, context))
            .otherwise(handler)
            .build();
    receiver.set(
        SmartphoneKeyWebhooks.receiver(
                SmartphoneKeyWebhooks.bearerVerifier(
                    () -> {
                      faults.maybe("the secrets are unavailable", 0.02);
                      return List.of(NEXT_SECRET, SECRET);
                    }))
            .handle(router)
            .idempotency(store)
            .listener((endpoint, request) -> new FaultyListener())
            .onFailure((delivery, cause) -> faults.maybe("onFailure throws", 0.02))
            .build());
    return receiver.get();
  }

  private void handle(SmartphoneKeyEvent event, WebhookReceiver receiver) throws Exception {
    Sent sent = events.get(Integer.parseInt(event.id().substring("event-".length())));
    if (!sent.isRunning.compareAndSet(false, true)) {
      violations.add("Two handlers at once: " + event.id());
    }
    try {
      failSometimes();
      if (faults.happens("a redelivery arrives while the handler runs", 0.05)) {
        int status = receiver.receive(request(sent, SECRET)).status();
        if (status != 500 && status != 503) {
          violations.add("Response " + status + " while the handler runs: " + event.id());
        }
      }
      if (faults.happens("the handler leaves its thread interrupted", 0.02)) {
        Thread.currentThread().interrupt();
      }
      sent.handled.incrementAndGet();
    } finally {
      sent.isRunning.set(false);
    }
  }

  private void failSometimes() throws Exception {
    faults.maybe("the handler throws", 0.05);
    if (faults.happens("the handler throws a checked exception", 0.02)) {
      throw new Exception("checked");
    }
    if (faults.happens("the handler throws an error", 0.02)) {
      throw new StackOverflowError();
    }
    if (faults.happens("the handler is interrupted", 0.02)) {
      throw new InterruptedException();
    }
    if (faults.happens("the handler asks for a later retry", 0.02)) {
      throw new RetryLaterException(Duration.ofMinutes(1));
    }
    if (faults.happens("the handler expects no retry to succeed", 0.02)) {
      throw new NonRetryableException("no retry can succeed");
    }
  }

  private WebhookRequest request(Sent sent, Secret secret) {
    String type = faults.random().nextBoolean() ? "KeyAdded" : "TheirNextIdea";
    String body =
        """
        {"id":"%s","detail-type":"%s","source":"smartphonekey","time":"2026-04-30T10:30:00Z",
         "detail":{"data":{"keyUuid":"8f2a"}}}
        """
            .formatted(sent.id, type);
    return WebhookRequest.builder("POST")
        .header("authorization", "Bearer " + secret.reveal())
        .body(body.getBytes(UTF_8))
        .build();
  }

  private final class FaultyListener implements ReceiverListener {

    @Override
    public void authenticated(DeliverySummary delivery) {
      fail();
    }

    @Override
    public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
      fail();
    }

    @Override
    public void handled(DeliverySummary delivery, Duration duration) {
      fail();
    }

    @Override
    public void failed(DeliverySummary delivery, Throwable cause) {
      fail();
    }

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      fail();
    }

    private void fail() {
      faults.maybe("the listener throws", 0.02);
    }
  }
}
