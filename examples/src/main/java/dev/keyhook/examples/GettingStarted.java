package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Explanation;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The snippets of the README, in programs that compile and run. */
public final class GettingStarted {

  private GettingStarted() {}

  /** What is in a body, in words. */
  static String parse(byte[] body) {
    // region parse
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
    if (event.data() instanceof KeyAdded key) {
      return "key " + key.keyUuid() + " added to lock " + key.lockId();
    } else if (event.data() instanceof ShadowUpdate shadow) {
      return shadow.thingName() + (shadow.isConverged() ? " is up to date" : " has work to do");
    } else if (event.data() instanceof LockData lock) { // a family: all that happens to locks
      return event.type() + " at lock " + lock.lockId();
    } else {
      return event.type(); // all the rest, also what the vendor adds tomorrow
    }
    // endregion
  }

  /** What can go wrong, and does not stop anything. */
  static String surprises(byte[] body) {
    // region surprises
    try {
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
      event.deviations().forEach(System.out::println); // UNKNOWN_FIELD at /detail/data/color
      return event.data() instanceof KeyAdded key ? key.keyUuid() : event.raw().text();
    } catch (MalformedEventException noEvent) { // not JSON, or no event at all
      return noEvent.reason() + " at byte " + noEvent.byteOffset();
    } catch (MissingFieldException absent) { // thrown by keyUuid(), only if there is none
      return "no " + absent.pointer();
    }
    // endregion
  }

  /** Proves the sender of a Schlage Home delivery, without a receiver. */
  static String verify(Map<String, List<String>> headers, byte[] body, String pem) {
    // region verify
    DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(SchlageHomeWebhooks.publicKey(pem));
    try {
      VerifiedDelivery delivery = verifier.verify(WebhookRequest.of("POST", headers, body));
      SchlageHomeEvent event = SchlageHomeEvents.parser().parse(delivery);
      return event.type() + " of lock " + event.deviceId();
    } catch (DeliveryVerificationException refused) { // answer 401
      return "refused: " + refused.reason(); // never the body, never the secret
    } catch (CredentialsUnavailableException outage) { // answer 503
      return "try again later";
    }
    // endregion
  }

  /** Two receivers, one for each vendor. */
  static List<WebhookReceiver> receive(
      Secret current, Secret previous, PublicKey key, Consumer<String> audit) {
    // region receive
    WebhookReceiver smartphoneKey =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(current, previous))
            .partnerId("acme-corp")
            .on(KeyAdded.class, (added, event) -> audit.accept("key " + added.keyUuid()))
            .on(LockData.class, (lock, event) -> audit.accept("lock " + lock.lockId())) // a family
            .otherwise(event -> audit.accept(event.type())) // mandatory: more comes than you expect
            .build();
    WebhookReceiver schlageHome =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(key))
            .on(
                DeviceLockStateChanged.class,
                (lock, event) -> audit.accept("lock " + event.deviceId() + " " + lock.lockState()))
            .on("DeviceBatteryLevelChanged", event -> audit.accept(event.raw().text())) // by name
            .otherwise(event -> audit.accept(event.type()))
            .build();
    // endregion
    return List.of(smartphoneKey, schlageHome);
  }

  /** From any server or framework to a receiver and back. */
  static int anywhere(
      WebhookReceiver receiver, String method, Map<String, List<String>> headers, byte[] body) {
    // region anywhere
    WebhookResponse answer = receiver.receive(WebhookRequest.of(method, headers, body));
    return answer.status(); // and answer.headers(); there is no body
    // endregion
  }

  /** On the server that the JDK has. */
  static void serve(HttpServer server, WebhookReceiver smartphoneKey) {
    // region serve
    server.createContext("/hooks/smartphonekey", WebhookHttpHandler.of(smartphoneKey));
    // endregion
  }

  /** Both secrets at once, while the sender changes from one to the other. */
  static DeliveryVerifier rotate(String next, String current) {
    // region rotate
    return SmartphoneKeyWebhooks.bearerVerifier(
        Secret.of(next).labelled("2027-q1"), Secret.of(current).labelled("2026-q4"));
    // endregion
  }

  /** Why a delivery was refused, for a person. */
  static String explain(DeliveryVerifier verifier, WebhookRequest request) {
    // region explain
    Explanation why = verifier.explain(request);
    return why.cause() + ": " + why.advice(); // HEADER_MISSING: There is no header ...
    // endregion
  }
}
