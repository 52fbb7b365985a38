package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.EventContext;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The response of each vendor's receiver in each case, for single events and for batches. */
@ParameterizedClass
@MethodSource("senders")
class ResponseTableTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final WebhookResponse UNAVAILABLE =
      WebhookResponse.of(503, Map.of("Retry-After", "10"));

  /** The forms in which a vendor may send its events. */
  private enum Form {
    SINGLE,
    ARRAY,
    WITHOUT_ID,
    WITHOUT_SUBJECT
  }

  /** One vendor and one form of its deliveries. */
  private record Sender(Vendor vendor, Form form) {

    String event(String id) {
      return switch (form) {
        case SINGLE -> vendor.event(id);
        case ARRAY -> " [ " + vendor.event(id) + " ]";
        case WITHOUT_ID -> vendor.withoutId();
        case WITHOUT_SUBJECT -> vendor.withoutSubject(id);
      };
    }

    String array(String event) {
      return form == Form.ARRAY ? "[" + event + "]" : event;
    }

    boolean hasId() {
      return form != Form.WITHOUT_ID;
    }
  }

  static Stream<Sender> senders() {
    return Arrays.stream(Vendor.values())
        .flatMap(vendor -> Arrays.stream(Form.values()).map(form -> new Sender(vendor, form)));
  }

  @Parameter private Sender sender;

  private final List<String> handled = new ArrayList<>();
  private final List<EventContext> contexts = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private Throwable failure;

  private WebhookRequest genuine(String body) {
    return sender.vendor().genuine(body);
  }

  private WebhookRequest event() {
    return genuine(sender.event("a-1"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Nested
  class WithHandlers {

    private ReceiverBuilder<?, ?> builder(DeliveryVerifier verifier) {
      return sender
          .vendor()
          .handling(verifier, this::handle)
          .onFailure((delivery, cause) -> failures.add(cause));
    }

    private void handle(Event<?> event, EventContext context) throws Exception {
      handled.add(event.type());
      contexts.add(context);
      if (failure != null) {
        ResponseTableTest.<Exception>sneak(failure);
      }
    }

    private ReceiverBuilder<?, ?> builder() {
      return builder(sender.vendor().verifier());
    }

    private final WebhookReceiver receiver = builder().build();

    @Test
    void aHandledEventIs204() {
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).hasSize(1);
      assertThat(failures).isEmpty();
    }

    @Test
    void theHandlerGetsTheContextOfTheDelivery() {
      builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).build().receive(event());

      assertThat(contexts)
          .singleElement()
          .satisfies(
              context -> {
                assertThat(context.endpoint()).isEqualTo(sender.vendor().endpoint);
                assertThat(context.attempt()).isEqualTo(1);
                assertThat(context.receivedAt()).isEqualTo(NOW);
                assertThat(context.isReplay()).isFalse();
              });
    }

    @Test
    void aDuplicateIs204AndHandledOnceIfItHasAnId() {
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).hasSize(sender.hasId() ? 1 : 2);
    }

    @Test
    void anUnknownTypeIs204AfterOtherwise() {
      String body = sender.array(sender.vendor().unknownType("a-1"));

      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).containsExactly("Future");
    }

    @Test
    void unknownFieldsAre204AfterTheHandler() {
      String body = sender.array(sender.vendor().unknownFields("a-1"));

      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t "})
    void anEmptyBodyIs204(String body) {
      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).isEmpty();
      assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "hello",
          "{",
          "{\"id\":\"1\"} {",
          "<xml/>",
          "{}",
          "[]",
          "null",
          "1",
          "\"hello\"",
          "{\"challenge\":\"abc\"}",
          "[{\"id\":\"1\"}",
          "[{}]"
        })
    void anUnreadableBodyIs500AndReported(String body) {
      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(500));
      assertThat(handled).isEmpty();
      assertThat(failures).singleElement().isInstanceOf(MalformedEventException.class);
    }

    @Test
    void aBodyThatIsNotUtf8Is500AndReported() {
      byte[] body = sender.event("a-1").replace("time", "zeit\u00fc").getBytes(ISO_8859_1);

      assertThat(receiver.receive(sender.vendor().genuine(body)).status()).isEqualTo(500);
      assertThat(failures).hasSize(1);
    }

    @Test
    void anUnreadableBodyCanHaveAnotherStatusDuringVerification() {
      WebhookReceiver verifying = builder().answer(Outcome.UNREADABLE, 204).build();

      assertThat(verifying.receive(genuine("hello"))).isEqualTo(WebhookResponse.of(204));
      assertThat(failures).hasSize(1);
    }

    @Test
    void aHandlerThatThrowsRetryLaterIs503WithItsDelay() {
      failure = new RetryLaterException(Duration.ofMillis(61_001));
      assertThat(receiver.receive(event()))
          .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "62")));

      failure = new RetryLaterException(Duration.ofNanos(1));
      assertThat(receiver.receive(event()))
          .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "1")));

      failure = new RetryLaterException(ChronoUnit.FOREVER.getDuration());
      assertThat(receiver.receive(event()))
          .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "" + Long.MAX_VALUE)));

      failure = null;
      assertThat(receiver.receive(event()).status()).isEqualTo(204);
      assertThat(handled).hasSize(4);
      assertThat(failures).hasSize(3).hasOnlyElementsOfType(RetryLaterException.class);
    }

    @Test
    void aHandlerThatFailsIs500AndRunsAgainAtTheRetry() {
      for (Throwable thrown :
          List.of(
              new IllegalStateException("down"),
              new IOException("checked"),
              new NonRetryableException("never"),
              new StackOverflowError(),
              new CredentialsUnavailableException("of another service", null),
              new DeliveryVerificationException(
                  DeliveryVerificationException.Reason.MISMATCH, "of another service"))) {
        failure = thrown;
        assertThat(receiver.receive(event())).as("%s", thrown).isEqualTo(WebhookResponse.of(500));
        assertThat(failures).last().isSameAs(thrown);
      }

      failure = null;
      assertThat(receiver.receive(event()).status()).isEqualTo(204);
      assertThat(handled).hasSize(7);
    }

    @Test
    void aHandlerWhoseOwnInboxIsUnavailableIs503AndRunsAgainAtTheRetry() {
      failure = new InboxUnavailableException("The disk is full", null);
      assertThat(receiver.receive(event())).isEqualTo(UNAVAILABLE);
      assertThat(failures).containsExactly(failure);

      failure = null;
      assertThat(receiver.receive(event()).status()).isEqualTo(204);
      assertThat(handled).hasSize(2);
    }

    @Test
    void aHandlerThatNeedsAMissingFieldIs500WithAnOutcomeOfItsOwn() {
      failure = new MissingFieldException("/data/x");

      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(500));
      assertThat(builder().answer(Outcome.INCOMPLETE, 204).build().receive(event()).status())
          .isEqualTo(204);
    }

    @Test
    void anInterruptedHandlerIs500() {
      failure = new InterruptedException();

      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(500));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failures).singleElement().isSameAs(failure);
    }

    @Test
    void anIdempotencyStoreThatIsDownIs500AndNoHandlerRuns() {
      IllegalStateException down = new IllegalStateException("store down");
      Idempotency broken =
          (endpoint, key, work) -> {
            throw down;
          };

      assertThat(builder().idempotency(broken).build().receive(event()))
          .isEqualTo(WebhookResponse.of(500));
      assertThat(handled).isEmpty();
      assertThat(failures).containsExactly(down);
    }

    @Test
    void anEventThatIsBeingHandledIs503() {
      Idempotency busy = (endpoint, key, work) -> Idempotency.Result.IN_PROGRESS;

      assertThat(builder().idempotency(busy).build().receive(event())).isEqualTo(UNAVAILABLE);
      assertThat(handled).isEmpty();
    }

    @Test
    void aClockThatFailsIs500BeforeTheHandler() {
      Clock broken = new FailingClock();

      assertThat(builder().clock(broken).build().receive(event()))
          .isEqualTo(WebhookResponse.of(500));
      assertThat(handled).isEmpty();
      assertThat(failures).hasSize(1);
    }

    @Test
    void aMonotonicClockThatFailsChangesNothing() {
      WebhookReceiver untimed =
          builder()
              .nanoTime(
                  () -> {
                    throw new IllegalStateException("no clock");
                  })
              .listener((endpoint, request) -> new ReceiverListener() {})
              .build();

      assertThat(untimed.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(handled).hasSize(1);
    }
  }

  @Nested
  class WithAnInbox {

    private final TestInbox inbox = new TestInbox();
    private final WebhookReceiver receiver = builder().build();

    private ReceiverBuilder<?, ?> builder() {
      return sender
          .vendor()
          .receiver(sender.vendor().verifier())
          .inbox(inbox)
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .onFailure((delivery, cause) -> failures.add(cause));
    }

    @Test
    void aStoredEventIs204() {
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));

      InboxEntry entry = inbox.entries().get(0);
      assertThat(inbox.entries()).hasSize(1);
      assertThat(entry.isReadable()).isTrue();
      assertThat(entry.endpoint()).isEqualTo(sender.vendor().endpoint);
      assertThat(entry.receivedAt()).isEqualTo(NOW);
      assertThat(entry.id().isPresent()).isEqualTo(sender.hasId());
      assertThat(entry.subject().isPresent()).isEqualTo(sender.form() != Form.WITHOUT_SUBJECT);
      assertThat(entry.headers()).doesNotContainKeys("authorization", "webhook-signature");
      assertThat(sender.event("a-1")).contains(inbox.bodies().get(0));
    }

    @Test
    void aDuplicateIs204AndLeftToTheInbox() {
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
      assertThat(inbox.calls).hasSize(2);
    }

    @Test
    void unknownTypesAndFieldsAre204AndStored() {
      String type = sender.array(sender.vendor().unknownType("a-1"));
      String fields = sender.array(sender.vendor().unknownFields("a-2"));

      assertThat(receiver.receive(genuine(type))).isEqualTo(WebhookResponse.of(204));
      assertThat(receiver.receive(genuine(fields))).isEqualTo(WebhookResponse.of(204));
      assertThat(inbox.entries()).hasSize(2).allMatch(InboxEntry::isReadable);
      assertThat(inbox.entries().get(0).type()).contains("Future");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t "})
    void anEmptyBodyIs204AndNotStored(String body) {
      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(204));
      assertThat(inbox.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "{}", "[]", "null", "{\"challenge\":\"abc\"}", "[{}"})
    void anUnreadableBodyIs204AndStored(String body) {
      assertThat(receiver.receive(genuine(body))).isEqualTo(WebhookResponse.of(204));
      assertThat(inbox.bodies()).containsExactly(body);
      assertThat(inbox.entries()).noneMatch(InboxEntry::isReadable);
      assertThat(inbox.entries().get(0).endpoint()).isEqualTo(sender.vendor().endpoint);
      assertThat(inbox.entries().get(0).receivedAt()).isEqualTo(NOW);
    }

    @Test
    void aBodyThatIsNotUtf8Is204AndStoredByteForByte() {
      byte[] body = sender.event("a-1").replace("time", "zeit\u00fc").getBytes(ISO_8859_1);

      assertThat(receiver.receive(sender.vendor().genuine(body)).status()).isEqualTo(204);
      byte[] stored = new byte[inbox.entries().get(0).body().remaining()];
      inbox.entries().get(0).body().get(stored);
      assertThat(new String(body, ISO_8859_1)).contains(new String(stored, ISO_8859_1));
    }

    @Test
    void anInboxThatIsUnavailableIs503() {
      inbox.failure = new InboxUnavailableException("The disk is full", null);

      assertThat(receiver.receive(event())).isEqualTo(UNAVAILABLE);
      assertThat(receiver.receive(genuine("hello"))).isEqualTo(UNAVAILABLE);
      assertThat(failures).containsExactly(inbox.failure, inbox.failure);

      inbox.failure = null;
      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(204));
    }

    @Test
    void anInboxThatFailsInAnotherWayIs500() {
      inbox.failure = new IllegalStateException("a bug");

      assertThat(receiver.receive(event())).isEqualTo(WebhookResponse.of(500));
      assertThat(failures).containsExactly(inbox.failure);
    }

    @Test
    void aClockThatFailsIs500AndNothingIsStored() {
      assertThat(builder().clock(new FailingClock()).build().receive(event()))
          .isEqualTo(WebhookResponse.of(500));
      assertThat(inbox.calls).isEmpty();
    }
  }

  /** Receivers with a router and with an inbox respond alike to all other requests. */
  @Nested
  class InBothCases {

    private final TestInbox inbox = new TestInbox();

    private List<WebhookReceiver> receivers(DeliveryVerifier verifier) {
      return List.of(
          sender
              .vendor()
              .handling(verifier, (event, context) -> handled.add(event.type()))
              .onFailure((delivery, cause) -> failures.add(cause))
              .build(),
          sender
              .vendor()
              .receiver(verifier)
              .inbox(inbox)
              .onFailure((delivery, cause) -> failures.add(cause))
              .build());
    }

    private void assertResponse(
        DeliveryVerifier verifier, WebhookRequest request, WebhookResponse expected) {
      for (WebhookReceiver receiver : receivers(verifier)) {
        assertThat(receiver.receive(request)).isEqualTo(expected);
      }
      assertThat(handled).isEmpty();
      assertThat(inbox.calls).isEmpty();
    }

    @Test
    void credentialsThatCannotBeLoadedAre503() {
      for (Throwable thrown :
          List.of(
              new IllegalStateException("vault sealed"),
              new NoClassDefFoundError("VaultClient"),
              new CredentialsUnavailableException("vault sealed", null))) {
        assertResponse(sender.vendor().supplied(() -> sneak(thrown)), event(), UNAVAILABLE);
      }
      assertResponse(sender.vendor().suppliedWithNothing(), event(), UNAVAILABLE);
      assertThat(failures).hasSize(8).hasOnlyElementsOfType(CredentialsUnavailableException.class);
    }

    @Test
    void aRequestThatIsNotAuthenticatedIs401() {
      WebhookResponse refused = WebhookResponse.of(401);

      assertResponse(sender.vendor().verifier(), Requests.post(sender.event("a-1")), refused);
      assertResponse(
          sender.vendor().verifier(), sender.vendor().forged(sender.event("a-1")), refused);
      assertResponse(sender.vendor().verifier(), sender.vendor().forged(""), refused);
      assertResponse(sender.vendor().verifier(), sender.vendor().forged("hello"), refused);
      assertThat(failures).isEmpty();
    }

    @Test
    void anotherPartnersEventIs403() {
      String body = sender.array(sender.vendor().foreign("a-1"));

      assertResponse(sender.vendor().verifier(), genuine(body), WebhookResponse.of(403));
      assertThat(failures).isEmpty();
    }

    @Test
    void aBodyOverTheLimitIs413BeforeItIsVerified() {
      byte[] body = new byte[(1 << 20) + 1];
      Arrays.fill(body, (byte) ' ');

      assertResponse(
          sender.vendor().verifier(), Requests.post(Map.of(), body), WebhookResponse.of(413));
      assertResponse(
          sender.vendor().verifier(),
          sender.vendor().genuine(Arrays.copyOf(body, 1 << 20)),
          WebhookResponse.of(204));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "post", "Post", ""})
    void anotherMethodIs405(String method) {
      WebhookRequest genuine = event();
      WebhookRequest request =
          WebhookRequest.of(
              method,
              Map.of(
                  "Authorization",
                  genuine.header("Authorization"),
                  "WebHook-Signature",
                  genuine.header("WebHook-Signature")),
              genuine.body());

      assertResponse(
          sender.vendor().verifier(),
          request,
          WebhookResponse.of(405, Map.of("Allow", sender.vendor().allowedMethods)));
    }

    @Test
    void optionsIs204OnlyForAVendorThatValidatesWithIt() {
      WebhookResponse expected =
          sender.vendor() == Vendor.SCHLAGE_HOME
              ? WebhookResponse.of(204, Map.of("Allow", "OPTIONS, POST"))
              : WebhookResponse.of(405, Map.of("Allow", "POST"));

      assertResponse(
          sender.vendor().verifier(), WebhookRequest.builder("OPTIONS").build(), expected);
    }
  }

  @Test
  void everyOutcomeHasTheStatusOfTheDesign() {
    assertThat(Arrays.stream(Outcome.values()).map(outcome -> outcome + " " + outcome.status()))
        .containsExactlyInAnyOrder(
            "HANDLED 204",
            "STORED 204",
            "DUPLICATE 204",
            "EMPTY 204",
            "VALIDATED 204",
            "UNAUTHENTICATED 401",
            "FOREIGN 403",
            "METHOD_NOT_ALLOWED 405",
            "TOO_LARGE 413",
            "UNREADABLE 500",
            "INCOMPLETE 500",
            "FAILED 500",
            "RETRY_LATER 503",
            "IN_PROGRESS 503",
            "INBOX_UNAVAILABLE 503",
            "CREDENTIALS_UNAVAILABLE 503");
  }

  /** A clock that always throws. */
  private static final class FailingClock extends Clock {

    @Override
    public Instant instant() {
      throw new IllegalStateException("no clock");
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
