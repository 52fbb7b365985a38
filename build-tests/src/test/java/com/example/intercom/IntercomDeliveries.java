package com.example.intercom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.testkit.Deliveries;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Simulates the vendor. During a rotation it signs with two secrets. */
final class IntercomDeliveries extends Deliveries {

  private final List<Secret> secrets;
  private final Clock clock;

  IntercomDeliveries(Clock clock, Secret... secrets) {
    this.clock = clock;
    this.secrets = List.of(secrets);
  }

  /** Returns a new secret in the form in which the vendor shows it. */
  static Secret newSecret() {
    byte[] random = UUID.randomUUID().toString().getBytes(UTF_8);
    return Secret.of("whsec_" + Base64.getEncoder().encodeToString(random));
  }

  @Override
  public DeliveryVerifier verifier() {
    return IntercomWebhooks.signatureVerifier(secrets.toArray(Secret[]::new));
  }

  @Override
  protected Map<String, String> headers() {
    return Map.of("Content-Type", "application/json");
  }

  @Override
  protected Map<String, String> credentials(byte[] body) {
    return signed(secrets, body);
  }

  @Override
  protected Map<String, String> forgedCredentials(byte[] body) {
    return signed(List.of(newSecret()), body);
  }

  private Map<String, String> signed(List<Secret> with, byte[] body) {
    String id = "msg_" + UUID.randomUUID();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        with.stream()
            .map(secret -> "v1," + signature(secret, id + "." + timestamp + ".", body))
            .collect(Collectors.joining(" ")));
  }

  private static String signature(Secret secret, String before, byte[] body) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.reveal().replaceFirst("^whsec_", ""));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(before.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
