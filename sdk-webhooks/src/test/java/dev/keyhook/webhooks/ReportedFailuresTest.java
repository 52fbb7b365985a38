package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Event;
import dev.keyhook.WebhookRequest;
import dev.keyhook.routing.EventContext;
import dev.keyhook.store.InboxUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How failures are reported, without and with {@code onFailure}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class ReportedFailuresTest {

  private static final String CONTENT = "s3cret-content-of-the-event";

  @Parameter private Vendor vendor;

  private final LogCapture log = new LogCapture();
  private final AtomicLong nanos = new AtomicLong();
  private final TestInbox inbox = new TestInbox();
  private RuntimeException failure = new IllegalStateException("database down");

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  private void fail(Event<?> event, EventContext context) {
    if (failure != null) {
      throw failure;
    }
  }

  private ReceiverBuilder<?, ?> handling() {
    return vendor.handling(vendor.verifier(), this::fail).nanoTime(nanos::get);
  }

  private WebhookRequest event(String id) {
    return vendor.genuine(vendor.event(id).replace("k-1", CONTENT).replace("Zoë / 2", CONTENT));
  }

  @Test
  void aFailedHandlerIsLoggedWithEndpointOutcomeTypeIdAndException() {
    handling().build().receive(event("a-1"));

    LogRecord line = log.records.get(0);
    assertThat(log.records).hasSize(1);
    assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
    assertThat(line.getThrown()).isSameAs(failure);
    assertThat(line.getMessage())
        .startsWith("FAILED for DeliverySummary[endpoint=" + vendor.endpoint + ", type=")
        .contains("id=a-1")
        .containsAnyOf("type=KeyAdded", "type=DeviceLockStateChanged")
        .doesNotContain(CONTENT);
  }

  @Test
  void eachKindOfFailureIsLoggedWithoutConfiguration() {
    WebhookReceiver storing =
        vendor.receiver(vendor.verifier()).inbox(inbox).nanoTime(nanos::get).build();
    WebhookReceiver sealed =
        vendor
            .receiver(
                vendor.supplied(
                    () -> {
                      throw new IllegalStateException("vault sealed");
                    }))
            .inbox(inbox)
            .nanoTime(nanos::get)
            .build();
    inbox.failure = new InboxUnavailableException("The disk is full", null);

    handling().build().receive(vendor.genuine("hello " + CONTENT));
    storing.receive(event("a-1"));
    sealed.receive(event("a-1"));

    assertThat(log.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("SEVERE UNREADABLE for DeliverySummary["),
            line -> assertThat(line).startsWith("SEVERE INBOX_UNAVAILABLE for DeliverySummary["),
            line ->
                assertThat(line).startsWith("SEVERE CREDENTIALS_UNAVAILABLE for DeliverySummary["));
    assertThat(log.records).noneMatch(line -> line.getMessage().contains(CONTENT));
    assertThat(log.records).noneMatch(line -> String.valueOf(line.getThrown()).contains(CONTENT));
  }

  @Test
  void refusalsForeignEventsAndEventsWithoutIdAreLogged() {
    failure = null;
    WebhookReceiver receiver = handling().build();

    receiver.receive(vendor.forged(vendor.event("a-1")));
    receiver.receive(vendor.genuine(vendor.foreign("a-1")));
    receiver.receive(vendor.genuine(vendor.withoutId()));

    assertThat(log.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("WARNING Refused ").contains("MISMATCH"),
            line -> assertThat(line).startsWith("WARNING Dropped an event of another partner: "),
            line ->
                assertThat(line).startsWith("WARNING Cannot deduplicate an event without id: "));
  }

  @Test
  void aListenerDoesNotSilenceTheLog() {
    WebhookReceiver receiver =
        handling().listener((endpoint, request) -> new ReceiverListener() {}).build();

    receiver.receive(vendor.forged(vendor.event("a-1")));
    receiver.receive(vendor.genuine(vendor.foreign("a-1")));
    receiver.receive(event("a-2"));

    assertThat(log.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("WARNING Refused "),
            line -> assertThat(line).startsWith("WARNING Dropped "),
            line -> assertThat(line).startsWith("SEVERE FAILED"));
  }

  @Test
  void nothingIsLoggedWhenNothingFails() {
    failure = null;
    WebhookReceiver receiver = handling().build();

    receiver.receive(event("a-1"));
    receiver.receive(event("a-1"));
    receiver.receive(vendor.genuine(vendor.unknownType("a-2")));
    receiver.receive(vendor.genuine(""));
    receiver.receive(WebhookRequest.builder("GET").build());

    assertThat(log.records).isEmpty();
  }

  @Test
  void aFloodIsTenLinesOfAKindInAMinute() {
    WebhookReceiver receiver = handling().build();
    for (int i = 0; i < 30; i++) {
      receiver.receive(event("a-" + i));
      receiver.receive(vendor.forged(vendor.event("a-" + i)));
    }
    assertThat(log.lines()).filteredOn(line -> line.startsWith("SEVERE")).hasSize(10);
    assertThat(log.lines()).filteredOn(line -> line.startsWith("WARNING")).hasSize(10);
    log.records.clear();

    nanos.addAndGet(60_000_000_000L);
    receiver.receive(event("a-31"));
    assertThat(log.lines()).singleElement().asString().endsWith("(20 similar lines omitted)");
  }

  @Test
  void aFailureHandlerReplacesTheLog() {
    List<String> reported = new ArrayList<>();
    WebhookReceiver receiver =
        handling()
            .onFailure(
                (delivery, cause) ->
                    reported.add(
                        delivery.endpoint() + " " + delivery.id() + " " + cause.getMessage()))
            .build();

    receiver.receive(event("a-1"));

    assertThat(reported).containsExactly(vendor.endpoint + " Optional[a-1] database down");
    assertThat(log.records).isEmpty();
  }

  @Test
  void aFailureHandlerThatThrowsChangesNothingAndIsLoggedWithTheFailure() {
    IllegalStateException pagerDown = new IllegalStateException("pager down");
    WebhookReceiver receiver =
        handling()
            .onFailure(
                (delivery, cause) -> {
                  throw pagerDown;
                })
            .build();

    assertThat(receiver.receive(event("a-1")).status()).isEqualTo(500);
    assertThat(log.lines()).singleElement().asString().startsWith("SEVERE onFailure threw for ");
    assertThat(log.records.get(0).getThrown()).isSameAs(pagerDown).hasSuppressedException(failure);
  }

  @Test
  void aFailureHandlerThatRethrowsTheFailureIsLogged() {
    WebhookReceiver receiver =
        handling()
            .onFailure(
                (delivery, cause) -> {
                  throw (RuntimeException) cause;
                })
            .build();

    assertThat(receiver.receive(event("a-1")).status()).isEqualTo(500);
    assertThat(log.records.get(0).getThrown()).isSameAs(failure);
  }

  @Test
  void aSendersTextCannotForgeALine() {
    String id = "a\\r\\nSEVERE \\u2028\\u202e" + "x".repeat(500);

    handling().build().receive(vendor.genuine(vendor.event(id)));

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("id=a??SEVERE ??xxx")
        .contains("xxx..., ")
        .hasSizeLessThan(500)
        .doesNotContain("\n", "\r", "\u2028", "\u202e");
  }

  @Test
  void aLogThatFailsChangesNoResponse() {
    log.close();
    Logger logger = Logger.getLogger(WebhookReceiver.class.getName());
    FailingLog failing = new FailingLog();
    logger.addHandler(failing);
    logger.setUseParentHandlers(false);
    try {
      assertThat(handling().build().receive(event("a-1")).status()).isEqualTo(500);
      assertThat(failing.calls).isEqualTo(1);
    } finally {
      logger.removeHandler(failing);
      logger.setUseParentHandlers(true);
    }
  }

  /** A logging backend that always throws. */
  private static final class FailingLog extends Handler {

    private int calls;

    @Override
    public void publish(LogRecord line) {
      calls++;
      throw new IllegalStateException("disk full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
