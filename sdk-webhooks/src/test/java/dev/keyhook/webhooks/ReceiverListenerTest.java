package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.bell.BellData.Rung;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Deviation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReceiverListenerTest {

  private final SettableClock clock = new SettableClock();
  private final Log log = new Log();
  private final ManualTimer timer = new ManualTimer();
  private Runnable handler = () -> {};

  private SmartphoneKeyReceiverBuilder builder() {
    return SmartphoneKeyWebhooks.receiver(
            SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN).labelled("2026-q4")))
        .partnerId("acme-corp")
        .on(KeyAdded.class, (key, event) -> handler.run())
        .otherwise(event -> handler.run())
        .clock(clock)
        .listener(log);
  }

  private final WebhookReceiver receiver = builder().build();

  private void receive(String body) {
    log.lines.clear();
    receiver.receive(Requests.bearer(Requests.TOKEN, body));
  }

  private static String whole(String id, String type) {
    return Requests.smartphoneKey(
        id,
        type,
        "acme-corp",
        "{\"lockId\":4321,\"uuid\":\"6b1f\",\"keyUuid\":\"k-1\","
            + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");
  }

  @Test
  void hearsOfAnEventThatIsHandled() {
    handler = () -> clock.advance(Duration.ofMillis(250));

    receive(whole("1", "KeyAdded"));

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "handled KeyAdded 1 after PT0.25S",
            "answered HANDLED 204 KeyAdded 1 after PT0.25S");
  }

  @Test
  void hearsOfADuplicate() {
    receive(whole("1", "KeyAdded"));
    receive(whole("1", "KeyAdded"));

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "duplicate KeyAdded 1",
            "answered DUPLICATE 204 KeyAdded 1 after PT0S");
  }

  @Test
  void hearsOfWhatIsNewToThisVersion() {
    receive(whole("1", "Future"));

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "unrecognized Future",
            "deviated [UNKNOWN_TYPE at /detail-type]",
            "handled Future 1 after PT0S",
            "answered HANDLED 204 Future 1 after PT0S");

    receive(whole("2", "KeyAdded").replace("\"lockId\"", "\"new\":1,\"lockId\""));

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "deviated [UNKNOWN_FIELD at /detail/data/new]",
            "handled KeyAdded 2 after PT0S",
            "answered HANDLED 204 KeyAdded 2 after PT0S");
  }

  @Test
  void hearsOfDeviationsOfTypesThatNobodyHandlesByClass() {
    receive(whole("1", "KeyRemoved").replace("\"lockId\"", "\"new\":1,\"lockId\""));

    assertThat(log.lines).contains("deviated [UNKNOWN_FIELD at /detail/data/new]");
  }

  @Test
  void hearsOfABodyThatIsNoEvent() {
    receive("{}");
    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4", "notAnEvent NO_TYPE", "answered NOT_AN_EVENT 204   after PT0S");

    receive("");
    assertThat(log.lines).contains("notAnEvent EMPTY");
  }

  @Test
  void hearsOfABodyThatIsNotJson() {
    receive("hello");

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "failed MalformedEventException",
            "answered NOT_JSON 500   after PT0S");
  }

  @Test
  void hearsOfARefusal() {
    receiver.receive(Requests.post("{}"));

    assertThat(log.lines)
        .containsExactly("refused HEADER_MISSING", "answered UNPROVEN 401   after PT0S");
  }

  @Test
  void hearsOfForeignOversizedAndOtherRequestsByTheirAnswer() {
    receive(Requests.keyAdded("1", "globex"));
    assertThat(log.lines)
        .containsExactly("verified 2026-q4", "answered FOREIGN 403 KeyAdded 1 after PT0S");

    log.lines.clear();
    receiver.receive(Requests.post(Map.of(), new byte[2 << 20]));
    receiver.receive(WebhookRequest.of("GET", Map.of(), new byte[0]));
    assertThat(log.lines)
        .containsExactly(
            "answered TOO_LARGE 413   after PT0S", "answered METHOD_NOT_ALLOWED 405   after PT0S");
  }

  @Test
  void hearsOfAHandlerThatFails() {
    handler =
        () -> {
          throw new IllegalStateException();
        };

    receive(whole("1", "KeyAdded"));

    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "failed IllegalStateException",
            "answered FAILED 500 KeyAdded 1 after PT0S");
  }

  @Test
  void hearsOfSecretsThatCannotBeLoaded() {
    SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(List::of))
        .otherwise(event -> {})
        .clock(clock)
        .listener(log)
        .build()
        .receive(Requests.bearer(Requests.TOKEN, "{}"));

    assertThat(log.lines)
        .containsExactly(
            "failed CredentialsUnavailableException",
            "answered CREDENTIALS_UNAVAILABLE 503   after PT0S");
  }

  @Test
  void isWarnedAfterTheHandlerIfThereIsNoTimer() {
    handler = () -> clock.advance(Duration.ofMillis(2999));
    receive(whole("1", "KeyAdded"));
    assertThat(log.lines).noneMatch(line -> line.startsWith("deadlineNear"));

    handler = () -> clock.advance(Duration.ofSeconds(3));
    receive(whole("2", "KeyAdded"));
    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "handled KeyAdded 2 after PT3S",
            "deadlineNear KeyAdded 2 after PT3S",
            "answered HANDLED 204 KeyAdded 2 after PT3S");
  }

  @Test
  void isWarnedInTimeIfThereIsATimer() {
    handler =
        () -> {
          clock.advance(Duration.ofSeconds(3));
          timer.fire();
          log.lines.add("still handling");
        };

    builder()
        .scheduler(timer)
        .build()
        .receive(Requests.bearer(Requests.TOKEN, whole("1", "KeyAdded")));

    assertThat(timer.delay).isEqualTo(Duration.ofSeconds(3));
    assertThat(log.lines)
        .containsExactly(
            "verified 2026-q4",
            "deadlineNear KeyAdded 1 after PT3S",
            "still handling",
            "handled KeyAdded 1 after PT3S",
            "answered HANDLED 204 KeyAdded 1 after PT3S");
    timer.shutdownNow();
  }

  @Test
  void leavesNoTaskBehindInTheTimer() {
    WebhookReceiver timed = builder().scheduler(timer).build();
    timer.setRemoveOnCancelPolicy(true);

    timed.receive(Requests.bearer(Requests.TOKEN, whole("1", "KeyAdded")));

    assertThat(timer.getQueue()).isEmpty();
    timer.shutdownNow();
  }

  @Test
  void isWarnedLateIfTheTimerHasBeenShutDown() {
    ScheduledExecutorService dead = Executors.newSingleThreadScheduledExecutor();
    dead.shutdownNow();
    handler = () -> clock.advance(Duration.ofSeconds(4));

    int status =
        builder()
            .scheduler(dead)
            .build()
            .receive(Requests.bearer(Requests.TOKEN, whole("1", "KeyAdded")))
            .status();

    assertThat(status).isEqualTo(204);
    assertThat(log.lines).contains("deadlineNear KeyAdded 1 after PT4S");
  }

  @Test
  void theDeadlineCanBeAnother() {
    handler = () -> clock.advance(Duration.ofSeconds(4));

    builder()
        .senderTimeout(Duration.ofSeconds(30))
        .build()
        .receive(Requests.bearer(Requests.TOKEN, whole("1", "KeyAdded")));

    assertThat(log.lines).noneMatch(line -> line.startsWith("deadlineNear"));
  }

  @Test
  void changesNoAnswerWhateverItThrows() {
    for (Throwable thrown :
        List.of(new IllegalStateException(), new StackOverflowError(), new LinkageError())) {
      WebhookReceiver watched =
          SmartphoneKeyWebhooks.receiver(
                  SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN)))
              .partnerId("acme-corp")
              .otherwise(event -> handler.run())
              .clock(clock)
              .listener(new Throwing(thrown))
              .build();
      handler = () -> clock.advance(Duration.ofSeconds(4));

      assertThat(status(watched, whole("1", "Future"))).isEqualTo(204);
      assertThat(status(watched, whole("1", "Future"))).isEqualTo(204);
      assertThat(status(watched, "{}")).isEqualTo(204);
      assertThat(status(watched, "hello")).isEqualTo(500);
      assertThat(status(watched, Requests.keyAdded("1", "globex"))).isEqualTo(403);
      assertThat(watched.receive(Requests.post("{}")).status()).isEqualTo(401);
    }
  }

  private static int status(WebhookReceiver receiver, String body) {
    return receiver.receive(Requests.bearer(Requests.TOKEN, body)).status();
  }

  @Test
  void mayOverrideNothing() {
    WebhookReceiver quiet =
        SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
            .otherwise(event -> {})
            .listener(new ReceiverListener() {})
            .build();

    assertThat(quiet.receive(Requests.post(whole("1", "Future"))).status()).isEqualTo(204);
    assertThat(quiet.receive(Requests.post("{}")).status()).isEqualTo(204);
    assertThat(quiet.receive(Requests.post("hello")).status()).isEqualTo(500);
  }

  @Test
  void aSummaryShowsNothingThatCouldForgeALine() {
    List<String> shown = new ArrayList<>();
    SmartphoneKeyWebhooks.receiver(InsecureVerification.acceptEveryone())
        .otherwise(event -> {})
        .clock(clock)
        .listener(
            new ReceiverListener() {
              @Override
              public void unrecognized(DeliverySummary delivery) {
                shown.add(delivery.toString());
                assertThat(delivery.type()).contains("a\nb\u202e");
              }
            })
        .build()
        .receive(
            Requests.post(
                Requests.smartphoneKey("x".repeat(500), "a\\nb\\u202e", "acme", "{\"pin\":1}")));

    assertThat(shown)
        .containsExactly(
            "DeliverySummary[type=a?b?, id="
                + "x".repeat(100)
                + "..., credential=nobody, elapsed=PT0S]");
  }

  @Test
  void worksForAnyVendor() {
    com.example.bell.BellWebhooks.receiver(InsecureVerification.acceptEveryone())
        .on(Rung.class, (rung, event) -> {})
        .otherwise(event -> {})
        .clock(clock)
        .listener(log)
        .build()
        .receive(Requests.post("{\"type\":\"rung\"}"));

    assertThat(log.lines)
        .containsExactly(
            "verified nobody", "handled rung  after PT0S", "answered HANDLED 204 rung  after PT0S");
  }

  /** Writes down what it hears. */
  private static final class Log implements ReceiverListener {

    final List<String> lines = new ArrayList<>();

    @Override
    public void verified(DeliverySummary delivery) {
      lines.add("verified " + delivery.credential().orElseThrow());
    }

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException.Reason reason) {
      lines.add("refused " + reason);
    }

    @Override
    public void notAnEvent(DeliverySummary delivery, MalformedEventException.Reason reason) {
      lines.add("notAnEvent " + reason);
    }

    @Override
    public void duplicate(DeliverySummary delivery) {
      lines.add("duplicate " + of(delivery));
    }

    @Override
    public void unrecognized(DeliverySummary delivery) {
      lines.add("unrecognized " + delivery.type().orElseThrow());
    }

    @Override
    public void deviated(DeliverySummary delivery, List<Deviation> deviations) {
      lines.add("deviated " + deviations);
    }

    @Override
    public void handled(DeliverySummary delivery, Duration duration) {
      lines.add("handled " + of(delivery) + " after " + duration);
    }

    @Override
    public void failed(DeliverySummary delivery, Throwable cause) {
      lines.add("failed " + cause.getClass().getSimpleName());
    }

    @Override
    public void deadlineNear(DeliverySummary delivery) {
      lines.add("deadlineNear " + of(delivery) + " after " + delivery.elapsed());
    }

    @Override
    public void answered(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      lines.add(
          "answered "
              + outcome
              + " "
              + response.status()
              + " "
              + of(delivery)
              + " after "
              + delivery.elapsed());
    }

    private static String of(DeliverySummary delivery) {
      return delivery.type().orElse("") + " " + delivery.id().orElse("");
    }
  }

  /** Throws whatever it hears. */
  private static final class Throwing implements ReceiverListener {

    private final Throwable thrown;

    Throwing(Throwable thrown) {
      this.thrown = thrown;
    }

    @SuppressWarnings("unchecked")
    private <T extends Throwable> void fail() throws T {
      throw (T) thrown;
    }

    @Override
    public void verified(DeliverySummary delivery) {
      fail();
    }

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException.Reason reason) {
      fail();
    }

    @Override
    public void notAnEvent(DeliverySummary delivery, MalformedEventException.Reason reason) {
      fail();
    }

    @Override
    public void duplicate(DeliverySummary delivery) {
      fail();
    }

    @Override
    public void unrecognized(DeliverySummary delivery) {
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
    public void deadlineNear(DeliverySummary delivery) {
      fail();
    }

    @Override
    public void answered(DeliverySummary delivery, Outcome outcome, WebhookResponse response) {
      fail();
    }
  }

  /** A timer that goes off when a test says so. */
  private static final class ManualTimer extends ScheduledThreadPoolExecutor {

    private Duration delay = Duration.ZERO;
    private Runnable task = () -> {};

    ManualTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long time, TimeUnit unit) {
      delay = Duration.of(time, unit.toChronoUnit());
      task = command;
      return super.schedule(command, 1, TimeUnit.DAYS);
    }

    void fire() {
      task.run();
    }
  }
}
