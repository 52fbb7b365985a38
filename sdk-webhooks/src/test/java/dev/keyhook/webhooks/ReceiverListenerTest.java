package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.bell.BellData.Rung;
import com.example.bell.BellEvents;
import com.example.bell.BellWebhooks;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReceiverListenerTest {

  private static final Secret SECRET = Secret.of(Requests.TOKEN).labelled("2026-q4");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around in the tests
  private final List<String> lines = new ArrayList<>();
  private final TestInbox inbox = new TestInbox();
  private Runnable handler = () -> {};

  private void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private EventRouter<SmartphoneKeyEvent> router() {
    return SmartphoneKeyEvents.router()
        .on(KeyAdded.class, (key, event) -> handler.run())
        .otherwise(event -> handler.run())
        .build();
  }

  private SmartphoneKeyReceiverBuilder builder() {
    return SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(SECRET))
        .partnerId("acme-corp")
        .nanoTime(nanos::get)
        .onFailure((delivery, cause) -> {})
        .listener((endpoint, request) -> new Log(lines));
  }

  private final WebhookReceiver receiver = builder().handle(router()).build();

  private void receive(String body) {
    receive(receiver, body);
  }

  private void receive(WebhookReceiver to, String body) {
    lines.clear();
    to.receive(Requests.bearer(Requests.TOKEN, body));
  }

  private static String complete(String id, String type) {
    return Requests.smartphoneKey(
        id,
        type,
        "acme-corp",
        "{\"lockId\":4321,\"uuid\":\"6b1f\",\"keyUuid\":\"k-1\","
            + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");
  }

  @Test
  void isToldOfAHandledEvent() {
    handler = () -> advance(Duration.ofMillis(250));

    receive(complete("1", "KeyAdded"));

    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "handled KeyAdded 1 lock/6b1f in PT0.25S",
            "responded HANDLED 204 KeyAdded 1 lock/6b1f after PT0.25S");
  }

  @Test
  void isToldOfADuplicate() {
    receive(complete("1", "KeyAdded"));
    receive(complete("1", "KeyAdded"));

    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "duplicate KeyAdded 1 lock/6b1f",
            "responded DUPLICATE 204 KeyAdded 1 lock/6b1f after PT0S");
  }

  @Test
  void isToldOfAStoredDelivery() {
    receive(builder().inbox(inbox).build(), complete("1", "KeyAdded"));

    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "stored 1 KeyAdded 1 lock/6b1f",
            "responded STORED 204 KeyAdded 1 lock/6b1f after PT0S");
  }

  @Test
  void isToldOfUnknownTypesAndFields() {
    receive(complete("1", "Future"));
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read Future 1 lock/6b1f",
            "unrecognized Future 1 lock/6b1f",
            "deviated [UNKNOWN_TYPE at /detail-type]",
            "handled Future 1 lock/6b1f in PT0S",
            "responded HANDLED 204 Future 1 lock/6b1f after PT0S");

    receive(complete("2", "KeyAdded").replace("\"lockId\"", "\"new\":1,\"lockId\""));
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 2 lock/6b1f",
            "deviated [UNKNOWN_FIELD at /detail/data/new]",
            "handled KeyAdded 2 lock/6b1f in PT0S",
            "responded HANDLED 204 KeyAdded 2 lock/6b1f after PT0S");
  }

  @Test
  void isToldOfDeviationsOfTypesWithoutAHandlerOfTheirOwn() {
    receive(complete("1", "KeyRemoved").replace("\"lockId\"", "\"new\":1,\"lockId\""));

    assertThat(lines).contains("deviated [UNKNOWN_FIELD at /detail/data/new]");
  }

  @Test
  void isToldOfAnEventWithoutAnId() {
    receive(complete("1", "KeyAdded").replace("\"id\":\"1\",", ""));

    assertThat(lines).contains("withoutId KeyAdded  lock/6b1f");
  }

  @Test
  void isToldOfAnUnreadableBody() {
    receive("hello");
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "unreadable MalformedEventException",
            "failed MalformedEventException",
            "responded UNREADABLE 500    after PT0S");

    receive(builder().inbox(inbox).build(), "hello");
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "unreadable MalformedEventException",
            "stored 1   ",
            "responded STORED 204    after PT0S");
  }

  @Test
  void isToldOfARefusal() {
    receiver.receive(Requests.post("{}"));

    assertThat(lines)
        .containsExactly("refused HEADER_MISSING", "responded UNAUTHENTICATED 401    after PT0S");
  }

  @Test
  void isToldOfAForeignEvent() {
    receive(Requests.keyAdded("1", "globex"));

    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "foreign KeyAdded 1 lock/6b1f",
            "responded FOREIGN 403 KeyAdded 1 lock/6b1f after PT0S");
  }

  @Test
  void isToldOfOtherRequestsByTheirOutcome() {
    receiver.receive(Requests.post(Map.of(), new byte[2 << 20]));
    receiver.receive(WebhookRequest.builder("GET").build());
    receiver.receive(Requests.bearer(Requests.TOKEN, ""));

    assertThat(lines)
        .containsExactly(
            "responded TOO_LARGE 413    after PT0S",
            "responded METHOD_NOT_ALLOWED 405    after PT0S",
            "authenticated 2026-q4",
            "responded EMPTY 204    after PT0S");
  }

  @Test
  void isToldOfAHandlerThatFails() {
    handler =
        () -> {
          throw new IllegalStateException();
        };

    receive(complete("1", "KeyAdded"));

    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "failed IllegalStateException",
            "responded FAILED 500 KeyAdded 1 lock/6b1f after PT0S");
  }

  @Test
  void isToldOfSecretsThatCannotBeLoaded() {
    WebhookReceiver sealed =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(List::of))
            .handle(router())
            .nanoTime(nanos::get)
            .onFailure((delivery, cause) -> {})
            .listener((endpoint, request) -> new Log(lines))
            .build();

    receive(sealed, "{}");

    assertThat(lines)
        .containsExactly(
            "failed CredentialsUnavailableException",
            "responded CREDENTIALS_UNAVAILABLE 503    after PT0S");
  }

  @Test
  void isToldOfEachEventOfABatchAndThenOfTheDelivery() {
    String batch = "[" + complete("1", "KeyAdded") + "," + complete("2", "KeyRemoved") + "]";

    receive(batch);
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "read KeyRemoved 2 lock/6b1f",
            "handled KeyAdded 1 lock/6b1f in PT0S",
            "handled KeyRemoved 2 lock/6b1f in PT0S",
            "responded HANDLED 204    after PT0S");

    receive(builder().inbox(inbox).build(), batch);
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 1 lock/6b1f",
            "read KeyRemoved 2 lock/6b1f",
            "stored 2   ",
            "responded STORED 204    after PT0S");
  }

  @Test
  void isToldOfASlowRequestJustBeforeTheResponse() {
    handler = () -> advance(Duration.ofMillis(2999));
    receive(complete("1", "KeyAdded"));
    assertThat(lines).noneMatch(line -> line.startsWith("slow"));

    handler = () -> advance(Duration.ofSeconds(3));
    receive(complete("2", "KeyAdded"));
    assertThat(lines)
        .containsExactly(
            "authenticated 2026-q4",
            "read KeyAdded 2 lock/6b1f",
            "handled KeyAdded 2 lock/6b1f in PT3S",
            "slow KeyAdded 2 lock/6b1f",
            "responded HANDLED 204 KeyAdded 2 lock/6b1f after PT3S");
  }

  @Test
  void theTimeoutOfTheSenderCanBeAnother() {
    handler = () -> advance(Duration.ofSeconds(4));

    receive(
        builder().handle(router()).senderTimeout(Duration.ofSeconds(30)).build(),
        complete("1", "KeyAdded"));

    assertThat(lines).noneMatch(line -> line.startsWith("slow"));
  }

  @Test
  void eachRequestHasAListenerOfItsOwn() {
    List<WebhookRequest> requests = new ArrayList<>();
    Set<ReceiverListener> listeners = new HashSet<>();
    WebhookReceiver tracing =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .endpoint("front-door")
            .handle(router())
            .listener(
                (endpoint, request) -> {
                  assertThat(endpoint).isEqualTo("front-door");
                  requests.add(request);
                  return new ReceiverListener() {
                    @Override
                    public void authenticated(DeliverySummary delivery) {
                      listeners.add(this);
                    }

                    @Override
                    public void responded(
                        DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
                      assertThat(listeners).contains(this);
                      assertThat(delivery.endpoint()).isEqualTo("front-door");
                    }
                  };
                })
            .build();
    WebhookRequest first = Requests.post(complete("1", "KeyAdded"));
    WebhookRequest second = Requests.post(complete("2", "KeyAdded"));

    tracing.receive(first);
    tracing.receive(second);

    assertThat(requests).containsExactly(first, second);
    assertThat(listeners).hasSize(2);
  }

  @Test
  void exceptionsOfAListenerChangeNoResponse() {
    for (Throwable thrown :
        List.of(new IllegalStateException(), new StackOverflowError(), new LinkageError())) {
      Set<String> called = new HashSet<>();
      ReceiverListener throwing = throwing(thrown, called);
      try (LogCapture log = new LogCapture()) {
        WebhookReceiver handling =
            builderWith((endpoint, request) -> throwing).handle(router()).build();
        WebhookReceiver storing = builderWith((endpoint, request) -> throwing).inbox(inbox).build();
        handler = () -> advance(Duration.ofSeconds(4));

        assertThat(status(handling, complete("1", "Future"))).isEqualTo(204);
        assertThat(status(handling, complete("1", "Future"))).isEqualTo(204);
        assertThat(status(handling, complete("1", "KeyAdded").replace("\"id\":\"1\",", "")))
            .isEqualTo(204);
        assertThat(status(handling, "hello")).isEqualTo(500);
        assertThat(status(handling, Requests.keyAdded("1", "globex"))).isEqualTo(403);
        assertThat(handling.receive(Requests.post("{}")).status()).isEqualTo(401);
        assertThat(status(storing, complete("1", "KeyAdded"))).isEqualTo(204);

        assertThat(called)
            .containsExactlyInAnyOrderElementsOf(
                Arrays.stream(ReceiverListener.class.getDeclaredMethods())
                    .map(Method::getName)
                    .toList());
        assertThat(log.lines()).anyMatch(line -> line.contains("The listener threw for "));
      }
    }
  }

  private SmartphoneKeyReceiverBuilder builderWith(ReceiverListener.Factory factory) {
    return SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(SECRET))
        .partnerId("acme-corp")
        .nanoTime(nanos::get)
        .onFailure((delivery, cause) -> {})
        .listener(factory);
  }

  private static ReceiverListener throwing(Throwable thrown, Set<String> called) {
    return (ReceiverListener)
        Proxy.newProxyInstance(
            ReceiverListener.class.getClassLoader(),
            new Class<?>[] {ReceiverListener.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              throw thrown;
            });
  }

  private static int status(WebhookReceiver receiver, String body) {
    return receiver.receive(Requests.bearer(Requests.TOKEN, body)).status();
  }

  @Test
  void aFactoryThatFailsChangesNoResponse() {
    try (LogCapture log = new LogCapture()) {
      WebhookReceiver failing =
          builderWith(
                  (endpoint, request) -> {
                    throw new IllegalStateException("no tracer");
                  })
              .handle(router())
              .build();
      WebhookReceiver careless = builderWith((endpoint, request) -> null).handle(router()).build();

      assertThat(status(failing, complete("1", "KeyAdded"))).isEqualTo(204);
      assertThat(status(careless, complete("1", "KeyAdded"))).isEqualTo(204);
      assertThat(log.lines())
          .containsExactly("WARNING The listener factory of endpoint smartphonekey failed");
    }
  }

  @Test
  void needsNoMethods() {
    WebhookReceiver quiet =
        builderWith((endpoint, request) -> new ReceiverListener() {}).handle(router()).build();

    assertThat(status(quiet, complete("1", "Future"))).isEqualTo(204);
    assertThat(status(quiet, "{}")).isEqualTo(500);
    assertThat(quiet.receive(Requests.post("hello")).status()).isEqualTo(401);
  }

  @Test
  void aSummaryPrintsNothingThatCouldForgeALine() {
    List<String> shown = new ArrayList<>();
    WebhookReceiver printing =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .handle(router())
            .nanoTime(nanos::get)
            .listener(
                (endpoint, request) ->
                    new ReceiverListener() {
                      @Override
                      public void unrecognized(DeliverySummary delivery) {
                        shown.add(delivery.toString());
                        assertThat(delivery.type()).contains("a\nb\u202e");
                      }
                    })
            .build();

    printing.receive(
        Requests.post(
            Requests.smartphoneKey("x".repeat(500), "a\\nb\\u202e", "acme", "{\"pin\":1}")
                .replace("\"6b1f\"", "\"6\\u2028\"")));

    assertThat(shown)
        .containsExactly(
            "DeliverySummary[endpoint=smartphonekey, type=a?b?, id="
                + "x".repeat(100)
                + "..., subject=lock/6?, credential=nobody, elapsed=PT0S]");
  }

  @Test
  void worksForAnyVendor() {
    BellWebhooks.receiver(InsecureVerification.acceptEveryone())
        .handle(
            BellEvents.router().on(Rung.class, (rung, event) -> {}).otherwise(event -> {}).build())
        .nanoTime(nanos::get)
        .listener((endpoint, request) -> new Log(lines))
        .build()
        .receive(Requests.post("{\"type\":\"rung\"}"));

    assertThat(lines)
        .containsExactly(
            "authenticated nobody",
            "read rung  ",
            "withoutId rung  ",
            "handled rung   in PT0S",
            "responded HANDLED 204 rung   after PT0S");
  }

  /** Records its calls. */
  private record Log(List<String> lines) implements ReceiverListener {

    @Override
    public void authenticated(DeliverySummary delivery) {
      lines.add("authenticated " + delivery.credential().orElseThrow());
    }

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
      lines.add("refused " + refusal.reason());
    }

    @Override
    public void read(DeliverySummary delivery) {
      lines.add("read " + of(delivery));
    }

    @Override
    public void unreadable(DeliverySummary delivery, RuntimeException cause) {
      lines.add("unreadable " + cause.getClass().getSimpleName());
    }

    @Override
    public void foreign(DeliverySummary delivery) {
      lines.add("foreign " + of(delivery));
    }

    @Override
    public void withoutId(DeliverySummary delivery) {
      lines.add("withoutId " + of(delivery));
    }

    @Override
    public void unrecognized(DeliverySummary delivery) {
      lines.add("unrecognized " + of(delivery));
    }

    @Override
    public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
      lines.add("deviated " + deviations);
    }

    @Override
    public void duplicate(DeliverySummary delivery) {
      lines.add("duplicate " + of(delivery));
    }

    @Override
    public void handled(DeliverySummary delivery, Duration duration) {
      lines.add("handled " + of(delivery) + " in " + duration);
    }

    @Override
    public void stored(DeliverySummary delivery, int entries) {
      lines.add("stored " + entries + " " + of(delivery));
    }

    @Override
    public void failed(DeliverySummary delivery, Throwable cause) {
      lines.add("failed " + cause.getClass().getSimpleName());
    }

    @Override
    public void slow(DeliverySummary delivery) {
      lines.add("slow " + of(delivery));
    }

    @Override
    public void responded(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      lines.add(
          "responded "
              + outcome
              + " "
              + response.status()
              + " "
              + of(delivery)
              + " after "
              + delivery.elapsed());
    }

    private static String of(DeliverySummary delivery) {
      return delivery.type().orElse("")
          + " "
          + delivery.id().orElse("")
          + " "
          + delivery.subject().orElse("");
    }
  }
}
