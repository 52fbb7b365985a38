package dev.keyhook.benchmarks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ResidentAdded;
import dev.keyhook.store.Idempotency;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyReceiverBuilder;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Requests with the headers that senders and proxies add, and a receiver for them. */
public final class Deliveries {

  /** As long as a secret of a password generator. */
  static final String SECRET = "Jz3vH8qLmP5xW2cR9tKfY7bN4dS6gAeU";

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private static final Map<String, List<String>> BEARER_HEADERS =
      headers("Authorization", authorization(), Bodies.residentAdded());

  private Deliveries() {}

  /** Returns a request with a credential in a header, beside the usual headers. */
  static WebhookRequest post(String header, String value, byte[] body) {
    return WebhookRequest.of("POST", headers(header, value, body), body);
  }

  private static Map<String, List<String>> headers(String header, String value, byte[] body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Host", List.of("hooks.example.com"));
    headers.put("User-Agent", List.of("Amazon/EventBridge/ApiDestinations"));
    headers.put("Content-Type", List.of("application/json; charset=utf-8"));
    headers.put("Content-Length", List.of(Integer.toString(body.length)));
    headers.put("Range", List.of("bytes=0-1048575"));
    headers.put("X-Forwarded-For", List.of("203.0.113.7"));
    headers.put("X-Forwarded-Proto", List.of("https"));
    headers.put(header, List.of(value));
    return headers;
  }

  /** Returns a request that {@link #receiver} authenticates. */
  public static WebhookRequest bearer(byte[] body) {
    return WebhookRequest.of("POST", BEARER_HEADERS, body);
  }

  /** Returns a typical receiver: one handler, one secret, deduplication in memory. */
  public static WebhookReceiver receiver(LongAdder handled) {
    return receiver(handled, Idempotency.inMemory());
  }

  static WebhookReceiver receiver(LongAdder handled, Idempotency store) {
    return builder(handled, store).build();
  }

  /** Returns the same receiver with metrics and traces. */
  public static WebhookReceiver observedReceiver(LongAdder handled) {
    return builder(handled, Idempotency.inMemory())
        .listener(Telemetry.both(Set.of("ResidentAdded")))
        .build();
  }

  private static SmartphoneKeyReceiverBuilder builder(LongAdder handled, Idempotency store) {
    return SmartphoneKeyWebhooks.receiver(verifier())
        .partnerId("acme-corp")
        .handle(
            SmartphoneKeyEvents.router()
                .on(ResidentAdded.class, (resident, event) -> handled.increment())
                .otherwise(event -> {})
                .build())
        .idempotency(store);
  }

  /** Returns the verifier that authenticates the requests. */
  public static DeliveryVerifier verifier() {
    return SmartphoneKeyWebhooks.bearerVerifier(secret());
  }

  static Secret secret() {
    return Secret.of(SECRET);
  }

  /** Returns the value of the header that {@link #receiver} expects. */
  public static String authorization() {
    return "Bearer " + SECRET;
  }

  /** Returns the body for {@link #nextId}. */
  public static byte[] body() {
    return Bodies.residentAdded();
  }

  /** Changes a {@link #body} so that it is about one of 256 locks. */
  public static void nextLock(byte[] body, long lock) {
    body[Bodies.SUBJECT_END - 2] = HEX[(int) (lock >>> 4) & 15];
    body[Bodies.SUBJECT_END - 1] = HEX[(int) lock & 15];
  }

  /** Writes a new id into a {@link #body}, in the last 12 characters of the UUID. */
  public static void nextId(byte[] body, long id) {
    int last = Bodies.ID_OFFSET + 35;
    for (int digit = 0; digit < 12; digit++) {
      body[last - digit] = HEX[(int) (id >>> (4 * digit)) & 15];
    }
  }
}
