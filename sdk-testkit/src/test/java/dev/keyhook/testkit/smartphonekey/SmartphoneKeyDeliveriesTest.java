package dev.keyhook.testkit.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmartphoneKeyDeliveriesTest {

  private static final byte[] BODY = SmartphoneKeySamples.keyAdded();

  private final SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
  private final List<String> handled = new ArrayList<>();
  private final WebhookReceiver receiver =
      SmartphoneKeyWebhooks.receiver(sender.verifier())
          .handle(SmartphoneKeyEvents.router().otherwise(event -> handled.add(event.id())).build())
          .build();

  static Stream<SmartphoneKeyDeliveries> senders() {
    return Stream.of(
        SmartphoneKeyDeliveries.withNewBearerToken(),
        SmartphoneKeyDeliveries.withBearerToken(Secret.of("agreed")),
        SmartphoneKeyDeliveries.withNewSecretHeader("X-Acme-Hook"),
        SmartphoneKeyDeliveries.withSecretHeader("X-Acme-Hook", Secret.of("agreed")));
  }

  @ParameterizedTest
  @MethodSource("senders")
  void areAcceptedByTheirOwnVerifierUnlessForged(SmartphoneKeyDeliveries any) {
    WebhookReceiver own =
        SmartphoneKeyWebhooks.receiver(any.verifier())
            .handle(SmartphoneKeyEvents.router().otherwise(event -> {}).build())
            .build();

    assertThat(own.receive(any.deliver(BODY)).status()).isEqualTo(204);
    assertThat(own.receive(any.unauthenticated(BODY)).status()).isEqualTo(401);
    assertThat(own.receive(any.forged(BODY)).status()).isEqualTo(401);
    assertThat(any).hasToString(any.toString().replace(any.secret().reveal(), "leaked"));
  }

  @Test
  void haveTheHeadersOfEventBridge() {
    WebhookRequest delivery = sender.deliver(BODY);

    assertThat(delivery.method()).isEqualTo("POST");
    assertThat(delivery.headerNames())
        .containsExactly("authorization", "content-type", "user-agent");
    assertThat(delivery.header("Authorization"))
        .containsExactly("Bearer " + sender.secret().reveal());
    assertThat(delivery.header("User-Agent")).containsExactly("Amazon/EventBridge/ApiDestinations");
    assertThat(delivery.body()).isEqualTo(BODY);
  }

  @Test
  void acceptEventsOfABuilder() {
    KeyAdded key = KeyAdded.builder().keyUuid("k-1").lockId(4321L).build();

    receiver.receive(sender.deliver(SmartphoneKeyEvent.builder(key).id("e-1").build()));

    assertThat(handled).containsExactly("e-1");
  }

  @Test
  void areAcceptedWhenTamperedSinceTheVendorSignsNothing() {
    assertThat(sender.tampered(BODY).body()).isNotEqualTo(BODY);
    assertThat(receiver.receive(sender.tampered(BODY)).status()).isEqualTo(204);
  }

  @Test
  void areUnreadableWhenTruncated() {
    assertThat(receiver.receive(sender.truncated(BODY)).status()).isEqualTo(500);
    assertThat(handled).isEmpty();
  }

  @Test
  void areTooLargeWhenHuge() {
    assertThat(sender.huge(BODY).bodySize()).isEqualTo(2 << 20);
    assertThat(receiver.receive(sender.huge(BODY)).status()).isEqualTo(413);
  }

  @Test
  void verifyANewUrlWithAnEmptyAuthenticPost() {
    assertThat(receiver.receive(sender.verification()).status()).isEqualTo(204);
    assertThat(handled).isEmpty();
  }

  @Test
  void repeatOneEventInABurst() {
    assertThat(sender.burst(BODY, 5))
        .hasSize(5)
        .allMatch(delivery -> receiver.receive(delivery).status() == 204);
    assertThat(handled).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> sender.burst(BODY, 0));
  }

  @Test
  void areReversedWhenReordered() {
    byte[] created = SmartphoneKeySamples.tempKeyCreated();
    byte[] used = SmartphoneKeySamples.tempKeyUsed();

    assertThat(sender.reordered(created, used))
        .extracting(WebhookRequest::body)
        .containsExactly(used, created);
  }

  @Test
  void areTheSameRequestsWhenReplayed() {
    List<WebhookRequest> replayed = sender.replayed(BODY, SmartphoneKeySamples.keyRemoved());

    assertThat(replayed).hasSize(4);
    assertThat(replayed.get(2)).isSameAs(replayed.get(0));
    assertThat(replayed.get(3)).isSameAs(replayed.get(1));
  }
}
