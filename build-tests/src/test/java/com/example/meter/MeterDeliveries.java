package com.example.meter;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.testkit.Deliveries;
import java.util.Map;
import java.util.UUID;

/** Simulates the vendor. */
final class MeterDeliveries extends Deliveries {

  private final Secret secret = Secret.of(UUID.randomUUID().toString());

  @Override
  public DeliveryVerifier verifier() {
    return MeterWebhooks.keyVerifier(secret);
  }

  @Override
  protected Map<String, String> headers() {
    return Map.of("Content-Type", "application/json");
  }

  @Override
  protected Map<String, String> credentials(byte[] body) {
    return Map.of("X-Meter-Key", secret.reveal());
  }

  @Override
  protected Map<String, String> forgedCredentials(byte[] body) {
    return Map.of("X-Meter-Key", UUID.randomUUID().toString());
  }
}
