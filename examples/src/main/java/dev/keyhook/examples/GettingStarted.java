package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.MalformedEventException;
import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.VerifiedDelivery;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.AccessLevel;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.Explanation;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The snippets of the guide, compiled and tested. */
public final class GettingStarted {

  private GettingStarted() {}

  /** Describes the event in a body. */
  static String parse(byte[] body) {
    // region parse
    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
    if (event.data() instanceof KeyAdded key) {
      return "key " + key.keyUuid() + " added to lock " + key.lockId();
    } else if (event.data() instanceof ShadowUpdate shadow) {
      return shadow.thingName()
          + (shadow.isConverged() ? " is up to date" : " has a pending change");
    } else if (event.data() instanceof LockData lock) { // a family: every event of a lock
      return event.type() + " at lock " + lock.lockId();
    } else {
      return event.type(); // any other type, including future ones
    }
    // endregion
  }

  /** Shows deviations from the schema, and errors. */
  static String errors(byte[] body) {
    // region errors
    try {
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
      event.deviations().forEach(System.out::println); // UNKNOWN_FIELD at /detail/data/color
      return event.data() instanceof KeyAdded key ? key.keyUuid() : event.raw().text();
    } catch (MalformedEventException malformed) { // invalid JSON, or not an event
      return malformed.reason() + " at byte " + malformed.byteOffset();
    } catch (MissingFieldException missing) { // thrown by keyUuid(), if the field is missing
      return "no " + missing.pointer();
    }
    // endregion
  }

  /** Verifies a delivery of Schlage Home without a receiver. */
  static String verify(Map<String, List<String>> headers, byte[] body, String pem) {
    // region verify
    DeliveryVerifier verifier =
        SchlageHomeWebhooks.signatureVerifier(SchlageHomeWebhooks.publicKey(pem));
    try {
      VerifiedDelivery delivery = verifier.verify(WebhookRequest.of("POST", headers, body));
      SchlageHomeEvent event = SchlageHomeEvents.parser().parse(delivery);
      return event.type() + " of lock " + event.deviceId();
    } catch (DeliveryVerificationException refused) { // respond with 401
      return "refused: " + refused.reason(); // contains neither body nor secret
    } catch (CredentialsUnavailableException outage) { // respond with 503
      return "try again later";
    }
    // endregion
  }

  /** Returns a router of SmartphoneKey's events. */
  static EventRouter<SmartphoneKeyEvent> route(Consumer<String> audit) {
    // region route
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(KeyAdded.class, (key, event) -> audit.accept("key " + key.keyUuid()))
            .on(LockData.class, (lock, event) -> audit.accept("lock " + lock.lockId())) // a family
            .on("LockBatteryLow", event -> audit.accept(event.raw().text())) // by its name
            .otherwise(event -> audit.accept(event.type())) // required: any other type
            .build();
    // endregion
    return router;
  }

  /** Describes what a user may do: a value of an open vocabulary. */
  static String vocabulary(AccessLevel level) {
    // region vocabulary
    if (level.equals(AccessLevel.OWNER)) {
      return "owns the lock";
    }
    if (level.known().isEmpty()) { // a value newer than this version
      return "has the level " + level.value();
    }
    return switch (level.known().get()) {
      case ADMIN -> "manages the lock";
      case USER, GUEST, RESIDENT -> "opens the lock";
      default -> "has the level " + level.value(); // required: a later version may know more
    };
    // endregion
  }

  /** Returns a router whose handlers use the context. */
  static EventRouter<SmartphoneKeyEvent> routeInContext(Consumer<String> audit) {
    // region context
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(
                LockData.class,
                (lock, event, context) -> {
                  if (context.isStale()) {
                    return; // a newer event of this lock was handled before
                  }
                  audit.accept("lock " + lock.lockId() + ", attempt " + context.attempt());
                })
            .otherwise(event -> audit.accept(event.type()))
            .build();
    // endregion
    return router;
  }

  /** Handles an event that came from a queue. */
  static void handle(EventRouter<SmartphoneKeyEvent> router, byte[] message) {
    // region handle
    router.handle(SmartphoneKeyEvents.parser().parseUnverified(message));
    // endregion
  }

  /** Returns two receivers, one for each vendor. */
  static List<WebhookReceiver> receive(
      Secret current,
      Secret previous,
      PublicKey key,
      EventRouter<SmartphoneKeyEvent> smartphoneKeyRouter,
      EventRouter<SchlageHomeEvent> schlageHomeRouter) {
    // region receive
    WebhookReceiver smartphoneKey =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(current, previous))
            .partnerId("acme-corp")
            .handle(smartphoneKeyRouter)
            .build();
    WebhookReceiver schlageHome =
        SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(key))
            .handle(schlageHomeRouter)
            .build();
    // endregion
    return List.of(smartphoneKey, schlageHome);
  }

  /** Receives a request from any server or framework. */
  static int anywhere(
      WebhookReceiver receiver, String method, Map<String, List<String>> headers, byte[] body) {
    // region anywhere
    WebhookResponse response = receiver.receive(WebhookRequest.of(method, headers, body));
    return response.status(); // also send response.headers() and response.body()
    // endregion
  }

  /** Receives on the JDK's server. */
  static void serve(HttpServer server, WebhookReceiver smartphoneKey) {
    // region serve
    server.createContext("/hooks/smartphonekey", WebhookHttpHandler.of(smartphoneKey));
    // endregion
  }

  /** Returns a verifier that accepts two secrets during a rotation. */
  static DeliveryVerifier rotate(String next, String current) {
    // region rotate
    return SmartphoneKeyWebhooks.bearerVerifier(
        Secret.of(next).labelled("2027-q1"), Secret.of(current).labelled("2026-q4"));
    // endregion
  }

  /** Returns why a delivery was refused, for an operator. */
  static String explain(DeliveryVerifier verifier, WebhookRequest request) {
    // region explain
    Explanation why = Explanation.of(verifier, request);
    return why.cause() + ": " + why.advice(); // such as HEADER_MISSING, and what to do
    // endregion
  }
}
