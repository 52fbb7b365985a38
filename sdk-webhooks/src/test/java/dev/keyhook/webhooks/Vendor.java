package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.ContextEventHandler;
import dev.keyhook.webhooks.schlagehome.SchlageHomeReceiverBuilder;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;

/** Simulates both vendors as senders, so that one test covers both. */
enum Vendor {
  SMARTPHONE_KEY("smartphonekey", "POST") {

    @Override
    DeliveryVerifier verifier() {
      return SmartphoneKeyWebhooks.bearerVerifier(Secret.of(Requests.TOKEN));
    }

    @Override
    DeliveryVerifier supplied(Runnable source) {
      return SmartphoneKeyWebhooks.bearerVerifier(
          () -> {
            source.run();
            return List.of(Secret.of(Requests.TOKEN));
          });
    }

    @Override
    DeliveryVerifier suppliedWithNothing() {
      return SmartphoneKeyWebhooks.bearerVerifier(List::of);
    }

    private SmartphoneKeyReceiverBuilder builder(DeliveryVerifier verifier) {
      return SmartphoneKeyWebhooks.receiver(verifier).partnerId("acme-corp");
    }

    @Override
    ReceiverBuilder<?, ?> receiver(DeliveryVerifier verifier) {
      return builder(verifier);
    }

    @Override
    ReceiverBuilder<?, ?> handling(
        DeliveryVerifier verifier, ContextEventHandler<Event<?>> handler) {
      return builder(verifier).handle(SmartphoneKeyEvents.router().otherwise(handler).build());
    }

    @Override
    WebhookRequest genuine(byte[] body) {
      return Requests.post(Map.of("Authorization", List.of("Bearer " + Requests.TOKEN)), body);
    }

    @Override
    WebhookRequest forged(String body) {
      return Requests.bearer("wrong", body);
    }

    @Override
    String event(String id) {
      return Requests.keyAdded(id, "acme-corp");
    }

    @Override
    String foreign(String id) {
      return Requests.keyAdded(id, "globex");
    }

    @Override
    String unknownType(String id) {
      return Requests.smartphoneKey(id, "Future", "acme-corp", "{\"x\":1}");
    }

    @Override
    String unknownFields(String id) {
      return event(id).replace("\"lockId\"", "\"new\":[1],\"lockId\"");
    }

    @Override
    String withoutId() {
      return event("1").replace("\"id\":\"1\",", "");
    }

    @Override
    String withoutSubject(String id) {
      return event(id).replace("\"aggregateType\":\"lock\",\"aggregateId\":\"6b1f\",", "");
    }
  },

  SCHLAGE_HOME("schlage-home", "OPTIONS, POST") {

    @Override
    DeliveryVerifier verifier() {
      return SchlageHomeWebhooks.signatureVerifier(PAIR.getPublic());
    }

    @Override
    DeliveryVerifier supplied(Runnable source) {
      return SchlageHomeWebhooks.signatureVerifier(
          () -> {
            source.run();
            return List.of(PAIR.getPublic());
          });
    }

    @Override
    DeliveryVerifier suppliedWithNothing() {
      return SchlageHomeWebhooks.signatureVerifier(List::of);
    }

    private SchlageHomeReceiverBuilder builder(DeliveryVerifier verifier) {
      return SchlageHomeWebhooks.receiver(verifier)
          .accept(event -> !event.raw().text().contains("globex"));
    }

    @Override
    ReceiverBuilder<?, ?> receiver(DeliveryVerifier verifier) {
      return builder(verifier);
    }

    @Override
    ReceiverBuilder<?, ?> handling(
        DeliveryVerifier verifier, ContextEventHandler<Event<?>> handler) {
      return builder(verifier).handle(SchlageHomeEvents.router().otherwise(handler).build());
    }

    @Override
    WebhookRequest genuine(byte[] body) {
      return Signing.carrying(Signing.sign(PAIR.getPrivate(), Signing.RIGHT, body), body);
    }

    @Override
    WebhookRequest forged(String body) {
      WebhookRequest other = genuine(body + " ");
      return Requests.post(
          Map.of("WebHook-Signature", other.header("WebHook-Signature")), body.getBytes(UTF_8));
    }

    @Override
    String event(String id) {
      return Requests.lockStateChanged(id);
    }

    @Override
    String foreign(String id) {
      return event(id).replace("Thumbturn", "globex");
    }

    @Override
    String unknownType(String id) {
      return event(id).replace("\"DeviceLockStateChanged\"", "\"Future\"");
    }

    @Override
    String unknownFields(String id) {
      return event(id).replace("\"lockState\"", "\"new\":[1],\"lockState\"");
    }

    @Override
    String withoutId() {
      return event("1").replace("\"eventId\":\"1\",", "");
    }

    @Override
    String withoutSubject(String id) {
      return event(id).replace("\"deviceId\":\"8e2b6e2c-5d1f-5c2a-9f3e-0c6a3f1b2d4e\",", "");
    }
  };

  private static final KeyPair PAIR = Signing.keyPair(2048);

  final String endpoint;
  final String allowedMethods;

  Vendor(String endpoint, String allowedMethods) {
    this.endpoint = endpoint;
    this.allowedMethods = allowedMethods;
  }

  abstract DeliveryVerifier verifier();

  /** Returns a verifier whose supplier runs some code before it returns the right credential. */
  abstract DeliveryVerifier supplied(Runnable source);

  abstract DeliveryVerifier suppliedWithNothing();

  /** Returns a builder of a receiver that drops the {@link #foreign} event. */
  abstract ReceiverBuilder<?, ?> receiver(DeliveryVerifier verifier);

  abstract ReceiverBuilder<?, ?> handling(
      DeliveryVerifier verifier, ContextEventHandler<Event<?>> handler);

  abstract WebhookRequest genuine(byte[] body);

  WebhookRequest genuine(String body) {
    return genuine(body.getBytes(UTF_8));
  }

  abstract WebhookRequest forged(String body);

  abstract String event(String id);

  abstract String foreign(String id);

  abstract String unknownType(String id);

  abstract String unknownFields(String id);

  abstract String withoutId();

  abstract String withoutSubject(String id);
}
