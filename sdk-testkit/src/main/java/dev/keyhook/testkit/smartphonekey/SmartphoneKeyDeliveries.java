package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.testkit.Deliveries;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.Map;

/**
 * Simulates SmartphoneKey, whose events AWS EventBridge delivers with a static secret.
 *
 * <pre>{@code
 * SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
 * WebhookReceiver receiver =
 *     SmartphoneKeyWebhooks.receiver(sender.verifier()).handle(router).build();
 * receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
 * }</pre>
 *
 * <p>SmartphoneKey does not sign deliveries, so {@link #tampered} deliveries are accepted, and
 * {@link #truncated} ones are authenticated but invalid JSON.
 *
 * <p>Immutable, and safe for use by any number of threads. For tests only.
 */
public final class SmartphoneKeyDeliveries extends Deliveries {

  private static final int SECRET_LENGTH = 40;

  private final String headerName;
  private final String scheme;
  private final Secret secret;
  private final DeliveryVerifier verifier;

  private SmartphoneKeyDeliveries(
      String headerName, String scheme, Secret secret, DeliveryVerifier verifier) {
    this.headerName = headerName;
    this.scheme = scheme;
    this.secret = secret;
    this.verifier = verifier;
  }

  /** Returns a sender with a new bearer token. */
  public static SmartphoneKeyDeliveries withNewBearerToken() {
    return withBearerToken(Tokens.random(SECRET_LENGTH));
  }

  /** Returns a sender with a bearer token, such as the one in a configuration under test. */
  public static SmartphoneKeyDeliveries withBearerToken(Secret token) {
    return new SmartphoneKeyDeliveries(
        "Authorization", "Bearer ", token, SmartphoneKeyWebhooks.bearerVerifier(token));
  }

  /**
   * Returns a sender with a new secret in a header.
   *
   * @param headerName the header agreed with the vendor
   */
  public static SmartphoneKeyDeliveries withNewSecretHeader(String headerName) {
    return withSecretHeader(headerName, Tokens.random(SECRET_LENGTH));
  }

  /**
   * Returns a sender with a secret in a header.
   *
   * @param headerName the header agreed with the vendor
   */
  public static SmartphoneKeyDeliveries withSecretHeader(String headerName, Secret secret) {
    return new SmartphoneKeyDeliveries(
        headerName, "", secret, SmartphoneKeyWebhooks.headerVerifier(headerName, secret));
  }

  /** Returns the secret, for a verifier or a configuration that takes several. */
  public Secret secret() {
    return secret;
  }

  @Override
  public DeliveryVerifier verifier() {
    return verifier;
  }

  /**
   * Returns the request that verifies a new URL: an authentic POST. The vendor does not document
   * its content; here it is empty.
   */
  public WebhookRequest verification() {
    return deliver(new byte[0]);
  }

  /** From the EventBridge User Guide, "Headers in requests to API destinations". */
  @Override
  protected Map<String, String> headers() {
    return Map.of(
        "Content-Type", "application/json; charset=utf-8",
        "User-Agent", "Amazon/EventBridge/ApiDestinations");
  }

  @Override
  protected Map<String, String> credentials(byte[] body) {
    return Map.of(headerName, scheme + secret.reveal());
  }

  @Override
  protected Map<String, String> forgedCredentials(byte[] body) {
    return Map.of(headerName, scheme + Tokens.random(SECRET_LENGTH).reveal());
  }

  @Override
  public String toString() {
    return "SmartphoneKeyDeliveries[" + headerName + ", " + secret + "]";
  }
}
