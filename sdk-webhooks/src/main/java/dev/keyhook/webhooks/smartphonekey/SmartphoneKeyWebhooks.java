package dev.keyhook.webhooks.smartphonekey;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.webhooks.verification.InsecureVerification;
import dev.keyhook.webhooks.verification.SharedSecretVerifier;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Webhooks of SmartphoneKey, which AWS EventBridge delivers: verifiers and receivers.
 *
 * <pre>{@code
 * WebhookReceiver receiver =
 *     SmartphoneKeyWebhooks.receiver(SmartphoneKeyWebhooks.bearerVerifier(current, previous))
 *         .partnerId("acme-corp")
 *         .inbox(inbox)
 *         .build();
 * }</pre>
 *
 * <p>What a verifier authenticates: that the sender knows a static secret, which the vendor's staff
 * sets up on request, in a header of the partner's choice or as a bearer token. The vendor does not
 * sign bodies, so a proxy that reads the secret can change a body. Webhooks that were only set up
 * in the portal have no secret; see {@link InsecureVerification}.
 *
 * <p>Stateless. The verifiers are immutable and safe for use by any number of threads.
 */
public final class SmartphoneKeyWebhooks {

  private SmartphoneKeyWebhooks() {}

  /**
   * Returns a verifier for deliveries that carry a secret in a header.
   *
   * @param headerName the header agreed with the vendor, in any letter case
   * @param secrets all that are valid: the current one, and another one during a rotation
   * @throws IllegalArgumentException if no secret is given, or one that no header can carry, or if
   *     no header can have the name
   */
  public static DeliveryVerifier headerVerifier(String headerName, Secret... secrets) {
    return SharedSecretVerifier.inHeader(headerName, secrets);
  }

  /**
   * Returns a verifier for deliveries that carry a secret in a header, one of those that are valid
   * when the delivery arrives.
   *
   * @param headerName the header agreed with the vendor, in any letter case
   * @param secrets called for each delivery, up to twice, so let it cache; if it throws, or returns
   *     nothing or a secret that no header can carry, the response is 503 and the vendor retries
   * @throws IllegalArgumentException if no header can have the name
   */
  public static DeliveryVerifier headerVerifier(
      String headerName, Supplier<? extends Collection<Secret>> secrets) {
    return SharedSecretVerifier.inHeader(headerName, secrets);
  }

  /**
   * Returns a verifier for deliveries that carry a secret as {@code Authorization: Bearer}.
   *
   * @param secrets all that are valid, without the word {@code Bearer}: the current one, and
   *     another one during a rotation
   * @throws IllegalArgumentException if no secret is given, or one that no header can carry
   */
  public static DeliveryVerifier bearerVerifier(Secret... secrets) {
    return SharedSecretVerifier.bearer(secrets);
  }

  /**
   * Returns a verifier for deliveries that carry a secret as {@code Authorization: Bearer}, one of
   * those that are valid when the delivery arrives.
   *
   * @param secrets called for each delivery, up to twice, so let it cache; if it throws, or returns
   *     nothing or a secret that no header can carry, the response is 503 and the vendor retries
   */
  public static DeliveryVerifier bearerVerifier(Supplier<? extends Collection<Secret>> secrets) {
    return SharedSecretVerifier.bearer(secrets);
  }

  /**
   * Returns a builder of a receiver.
   *
   * @param verifier one of this class, a custom one, or {@link
   *     InsecureVerification#acceptEveryone()}
   */
  public static SmartphoneKeyReceiverBuilder receiver(DeliveryVerifier verifier) {
    return new SmartphoneKeyReceiverBuilder(verifier);
  }
}
