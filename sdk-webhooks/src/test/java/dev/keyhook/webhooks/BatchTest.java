package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.bell.BellEvent;
import com.example.bell.BellEvents;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookResponse;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.webhooks.verification.InsecureVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries that contain several events. */
@ParameterizedClass
@EnumSource(Vendor.class)
class BatchTest {

  @Parameter private Vendor vendor;

  private final List<String> handled = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();
  private final Map<String, RuntimeException> failures = new HashMap<>();
  private final TestInbox inbox = new TestInbox();

  private void handle(Event<?> event) {
    handled.add(event.id());
    if (failures.containsKey(event.id())) {
      throw failures.get(event.id());
    }
  }

  private WebhookReceiver handling() {
    return vendor
        .handling(vendor.verifier(), (event, context) -> handle(event))
        .onFailure(
            (delivery, cause) ->
                reported.add(delivery.id().orElse("?") + " " + cause.getClass().getSimpleName()))
        .build();
  }

  private WebhookReceiver storing() {
    return vendor.receiver(vendor.verifier()).inbox(inbox).build();
  }

  private WebhookResponse receive(WebhookReceiver receiver, String... events) {
    return receiver.receive(vendor.genuine("\ufeff[" + String.join(" , ", events) + "]\n"));
  }

  @Test
  void eachEventIsHandledInOrder() {
    assertThat(receive(handling(), vendor.event("1"), vendor.event("2"), vendor.event("3")))
        .isEqualTo(WebhookResponse.of(204));
    assertThat(handled).containsExactly("1", "2", "3");
  }

  @Test
  void anEventThatOccursTwiceIsHandledOnce() {
    WebhookReceiver receiver = handling();

    assertThat(receive(receiver, vendor.event("1"), vendor.event("1")).status()).isEqualTo(204);
    assertThat(receive(receiver, vendor.event("2"), vendor.event("1")).status()).isEqualTo(204);
    assertThat(handled).containsExactly("1", "2");
  }

  @Test
  void aFailedEventMakesTheSenderRetryAndIsTheOnlyOneHandledAgain() {
    WebhookReceiver receiver = handling();
    String[] events = {vendor.event("1"), vendor.event("2"), vendor.event("3")};
    failures.put("2", new IllegalStateException("down"));

    assertThat(receive(receiver, events)).isEqualTo(WebhookResponse.of(500));
    assertThat(handled).containsExactly("1", "2", "3");
    assertThat(reported).containsExactly("2 IllegalStateException");

    failures.clear();
    assertThat(receive(receiver, events)).isEqualTo(WebhookResponse.of(204));
    assertThat(handled).containsExactly("1", "2", "3", "2");
  }

  @Test
  void theStatusIsThatOfTheWorstOutcome() {
    failures.put("later", new RetryLaterException(Duration.ofSeconds(90)));
    failures.put("failed", new IllegalStateException("down"));
    WebhookReceiver receiver = handling();

    assertThat(receive(receiver, vendor.event("1"), vendor.event("later")))
        .isEqualTo(WebhookResponse.of(503, Map.of("Retry-After", "90")));
    assertThat(receive(receiver, vendor.event("later"), vendor.event("failed")))
        .isEqualTo(WebhookResponse.of(500));
    assertThat(receive(receiver, vendor.event("failed"), vendor.event("later")))
        .isEqualTo(WebhookResponse.of(500));
    assertThat(receive(receiver, vendor.event("later"), "{}")).isEqualTo(WebhookResponse.of(500));
  }

  @Test
  void anUnreadablePartIsReportedAndTheRestHandled() {
    assertThat(receive(handling(), vendor.event("1"), "{}", vendor.event("2")).status())
        .isEqualTo(500);
    assertThat(handled).containsExactly("1", "2");
    assertThat(reported).containsExactly("? MalformedEventException");
  }

  @Test
  void foreignPartsAreDroppedAndTheRestHandled() {
    assertThat(receive(handling(), vendor.foreign("1"), vendor.event("2")).status()).isEqualTo(204);
    assertThat(handled).containsExactly("2");

    assertThat(receive(handling(), vendor.foreign("1"), vendor.foreign("2")).status())
        .isEqualTo(403);
    assertThat(handled).containsExactly("2");
  }

  @Test
  void allOwnPartsAreStoredTogetherByteForByte() {
    assertThat(
            receive(
                storing(),
                vendor.event("1"),
                vendor.foreign("2"),
                "{ \"x\" : 1 }",
                vendor.unknownType("3"),
                vendor.event("1")))
        .isEqualTo(WebhookResponse.of(204));

    assertThat(inbox.calls).hasSize(1);
    assertThat(inbox.bodies())
        .containsExactly(
            vendor.event("1"), "{ \"x\" : 1 }", vendor.unknownType("3"), vendor.event("1"));
    assertThat(inbox.entries())
        .extracting(InboxEntry::isReadable)
        .containsExactly(true, false, true, true);
  }

  @Test
  void aBatchOfForeignEventsIsNotStored() {
    assertThat(receive(storing(), vendor.foreign("1"), vendor.foreign("2")).status())
        .isEqualTo(403);
    assertThat(inbox.calls).isEmpty();
  }

  @Test
  void anArrayThatIsCutOffIsStoredWhole() {
    String cut = "[" + vendor.event("1") + "," + vendor.event("2");

    assertThat(storing().receive(vendor.genuine(cut)).status()).isEqualTo(204);

    assertThat(inbox.bodies()).containsExactly(cut);
    assertThat(inbox.entries()).noneMatch(InboxEntry::isReadable);
  }

  @Test
  void aDeliveryThatAForeignParserFailsToSplitOrReadIsUnreadable() {
    for (EventParser<BellEvent> parser :
        List.of(new Broken(true, false), new Broken(false, true))) {
      WebhookReceiver storing =
          WebhookReceiver.builder("bell", InsecureVerification.acceptEveryone(), parser)
              .inbox(inbox)
              .build();
      WebhookReceiver handling =
          WebhookReceiver.builder("bell", InsecureVerification.acceptEveryone(), parser)
              .handle(BellEvents.router().otherwise(event -> handled.add("?")).build())
              .onFailure((delivery, cause) -> reported.add(cause.getMessage()))
              .build();

      assertThat(storing.receive(Requests.post("ring")).status()).isEqualTo(204);
      assertThat(handling.receive(Requests.post("ring")).status()).isEqualTo(500);
    }
    assertThat(inbox.bodies()).containsExactly("ring", "ring");
    assertThat(inbox.entries()).noneMatch(InboxEntry::isReadable);
    assertThat(reported).containsExactly("cannot split", "cannot read");
    assertThat(handled).isEmpty();
  }

  /** A parser with a bug. */
  private record Broken(boolean splitting, boolean reading) implements EventParser<BellEvent> {

    @Override
    public List<VerifiedDelivery> split(VerifiedDelivery delivery) {
      if (splitting) {
        throw new IllegalStateException("cannot split");
      }
      return List.of(delivery);
    }

    @Override
    public BellEvent parse(VerifiedDelivery delivery) {
      return parseUnverified(delivery.body());
    }

    @Override
    public BellEvent parseUnverified(byte[] body) {
      if (reading) {
        throw new IllegalStateException("cannot read");
      }
      throw new MalformedEventException(MalformedEventException.Reason.NOT_JSON, 0, "not read");
    }
  }
}
