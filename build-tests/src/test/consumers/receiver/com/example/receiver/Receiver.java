package com.example.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.webhooks.DeliverySummary;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Receives deliveries of both vendors with the minimal class path. */
public final class Receiver {

  private static final byte[] KEY_ADDED =
      """
      {"version":"0","id":"5e1c04f2-9b1f-4d55-a6d7-0a4ff2b8a1c1","detail-type":"KeyAdded",
       "source":"smartphonekey.events","account":"123456789012","time":"2026-04-30T10:30:00Z",
       "region":"eu-central-1","resources":[],
       "detail":{"partnerId":"acme-corp","aggregateType":"Lock","aggregateId":"4321","version":7,
         "timestamp":1777545000000,
         "data":{"type":"KeyAdded","lockId":4321,"uuid":"6c1d","timestamp":"2026-04-30T10:30:00Z",
           "keyUuid":"8f2a","color":"red"}}}
      """
          .getBytes(UTF_8);

  private static final byte[] LOCKED =
      """
      {"eventId":"b7f9","deviceId":"d1","time":"2026-04-30T10:30:00Z","eventType":"device",
       "trigger":"DeviceLockStateChanged","data":{"lockState":"LOCKED"},"version":"2"}
      """
          .getBytes(UTF_8);

  private Receiver() {}

  /** Receives deliveries, and prints the events that the handlers received. */
  public static void main(String[] args) throws Exception {
    for (String name : args) {
      requireAbsent(name);
    }
    List<String> seen = new ArrayList<>();

    EventRouter<SmartphoneKeyEvent> keyRouter =
        SmartphoneKeyEvents.router()
            .on(KeyAdded.class, (key, event) -> seen.add("key " + key.keyUuid()))
            .otherwise(event -> seen.add("other " + event.type()))
            .build();
    Secret secret = Secret.of("s3cret");
    WebhookReceiver smartphoneKey =
        SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(secret))
            .partnerId("acme-corp")
            .handle(keyRouter)
            .listener((endpoint, request) -> new Refusals(seen))
            .build();
    expect(smartphoneKey, KEY_ADDED, 204, "Authorization", "Bearer s3cret");
    expect(smartphoneKey, KEY_ADDED, 204, "Authorization", "Bearer s3cret");
    expect(smartphoneKey, KEY_ADDED, 401, "Authorization", "Bearer guess");

    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    DeliveryVerifier verifier = SchlageHomeWebhooks.signatureVerifier(keys.getPublic());
    EventRouter<SchlageHomeEvent> lockRouter =
        SchlageHomeEvents.router()
            .on(
                DeviceLockStateChanged.class,
                (lock, event) -> seen.add("lock " + lock.lockState().orElseThrow()))
            .otherwise(event -> seen.add("other " + event.type()))
            .build();
    WebhookReceiver schlageHome =
        SchlageHomeWebhooks.receiver(verifier)
            .handle(lockRouter)
            .listener((endpoint, request) -> new Refusals(seen))
            .build();
    expect(schlageHome, LOCKED, 204, "WebHook-Signature", signed(keys, LOCKED));
    expect(schlageHome, KEY_ADDED, 401, "WebHook-Signature", signed(keys, LOCKED));

    SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(KEY_ADDED);
    System.out.println(seen + " " + event.deviations());
  }

  /** Records refusals. Without a listener they are only logged. */
  private record Refusals(List<String> seen) implements ReceiverListener {

    @Override
    public void refused(DeliverySummary delivery, DeliveryVerificationException refusal) {
      seen.add(refusal.reason().toString());
    }
  }

  private static void expect(
      WebhookReceiver receiver, byte[] body, int expected, String header, String value) {
    int status =
        receiver
            .receive(WebhookRequest.of("POST", Map.of(header, List.of(value)), body))
            .status();
    if (status != expected) {
      throw new AssertionError("status " + status + " instead of " + expected);
    }
  }

  private static String signed(KeyPair keys, byte[] body) throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    signature.initSign(keys.getPrivate());
    signature.update(body);
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  private static void requireAbsent(String className) {
    try {
      Class.forName(className);
    } catch (ClassNotFoundException absent) {
      return;
    }
    throw new AssertionError(className + " is on the path of a server that only receives");
  }
}
