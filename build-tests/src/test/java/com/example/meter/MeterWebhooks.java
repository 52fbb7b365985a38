package com.example.meter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.verification.SharedSecretVerifier;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Verifiers and receivers of the vendor's webhooks. */
public final class MeterWebhooks {

  private static final Pattern CHALLENGE = Pattern.compile("[?&]challenge=([A-Za-z0-9]{1,64})");

  private MeterWebhooks() {}

  /** Returns a verifier of the secret in the header {@code X-Meter-Key}. */
  public static DeliveryVerifier keyVerifier(Secret... secrets) {
    return SharedSecretVerifier.inHeader("X-Meter-Key", secrets);
  }

  // region validation
  /** Returns a builder of a receiver, which responds to the vendor's challenges. */
  public static WebhookReceiver.Builder<MeterEvent> receiver(DeliveryVerifier verifier) {
    return WebhookReceiver.builder("meter", verifier, MeterEvents.parser())
        .validation("GET", MeterWebhooks::challenge);
  }

  // endregion

  private static WebhookResponse challenge(WebhookRequest request) {
    Matcher challenge = CHALLENGE.matcher(request.target().orElse(""));
    return challenge.find()
        ? WebhookResponse.of(
            200, Map.of("Content-Type", "text/plain"), challenge.group(1).getBytes(US_ASCII))
        : WebhookResponse.of(400);
  }
}
