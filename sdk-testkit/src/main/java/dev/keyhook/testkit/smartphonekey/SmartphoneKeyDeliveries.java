package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import dev.keyhook.testkit.Deliveries;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.util.Map;

/**
 * Plays SmartphoneKey, whose events AWS EventBridge delivers with a static secret.
 *
 * <pre>{@code
 * SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
 * WebhookReceiver receiver =
 *     SmartphoneKeyWebhooks.receiver(sender.verifier()).otherwise(event -> {}).build();
 * receiver.receive(sender.deliver(SmartphoneKeySamples.keyAdded()));
 * }</pre>
 *
 * <p>This vendor signs nothing. So {@link #tampered} deliveries pass, as they do in real life, and
 * {@link #truncated} ones are proven too, but no JSON.
 *
 * <p>Immutable. For tests only.
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

  /** Returns a sender with a bearer token that nobody else has. */
  public static SmartphoneKeyDeliveries withNewBearerToken() {
    return withBearerToken(Tokens.random(SECRET_LENGTH));
  }

  /** Returns a sender with a bearer token, such as the one in a configuration under test. */
  public static SmartphoneKeyDeliveries withBearerToken(Secret token) {
    return new SmartphoneKeyDeliveries(
        "Authorization", "Bearer ", token, SmartphoneKeyWebhooks.bearerVerifier(token));
  }

  /**
   * Returns a sender with a secret that nobody else has, in a header.
   *
   * @param headerName the header that was agreed upon
   */
  public static SmartphoneKeyDeliveries withNewSecretHeader(String headerName) {
    return withSecretHeader(headerName, Tokens.random(SECRET_LENGTH));
  }

  /**
   * Returns a sender with a secret in a header.
   *
   * @param headerName the header that was agreed upon
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
   * Returns the request by which a new address is tried: a genuine POST. What is in it is not
   * documented; here it is nothing.
   */
  public WebhookRequest verification() {
    return deliver(new byte[0]);
  }

  /** As in the EventBridge User Guide, "Headers in requests to API destinations". */
  @Override
  protected Map<String, String> headers() {
    return Map.of(
        "Content-Type", "application/json; charset=utf-8",
        "User-Agent", "Amazon/EventBridge/ApiDestinations");
  }

  @Override
  protected Map<String, String> proof(byte[] body) {
    return Map.of(headerName, scheme + secret.reveal());
  }

  @Override
  protected Map<String, String> strangersProof(byte[] body) {
    return Map.of(headerName, scheme + Tokens.random(SECRET_LENGTH).reveal());
  }

  @Override
  public String toString() {
    return "SmartphoneKeyDeliveries[" + headerName + ", " + secret + "]";
  }
}
