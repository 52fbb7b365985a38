package dev.keyhook;

import java.util.Objects;

/**
 * Proves who sent a request: the only maker of a {@link VerifiedDelivery}.
 *
 * <p>Each vendor's package makes the verifiers that suit the vendor. Extend this class for a proof
 * of your own, such as a client certificate that your proxy has checked.
 *
 * <p>Implementations must be safe for use by any number of threads.
 */
public abstract class DeliveryVerifier {

  /** For subclasses. */
  protected DeliveryVerifier() {}

  /**
   * Returns the request as a verified delivery, or refuses it.
   *
   * @throws DeliveryVerificationException if the sender is not proven: answer 401
   * @throws CredentialsUnavailableException if a secret or key could not be loaded: answer 503
   */
  public final VerifiedDelivery verify(WebhookRequest request) {
    return new VerifiedDelivery(
        request, Objects.requireNonNull(authenticate(request), "authenticate returned null"));
  }

  /**
   * Checks the proof that the request carries.
   *
   * @return the label of the credential that proved it, or its position such as {@code #1}; never
   *     the credential itself
   * @throws DeliveryVerificationException if the proof is missing, malformed or wrong
   * @throws CredentialsUnavailableException if a secret or key could not be loaded
   */
  protected abstract String authenticate(WebhookRequest request);

  /**
   * Says why a request is refused, and what the likely cause is: for a person who sets up a
   * receiver, not for the hot path.
   *
   * <p>The answer carries nothing of body, headers or secrets. It must not be sent to the sender.
   *
   * @throws CredentialsUnavailableException if a secret or key could not be loaded
   */
  public final Explanation explain(WebhookRequest request) {
    try {
      verify(request);
      return Explanation.VERIFIED;
    } catch (DeliveryVerificationException refused) {
      return diagnose(request, refused);
    }
  }

  /**
   * Looks for the likely cause of a refusal. The default repeats the refusal's own words.
   *
   * @param refused what {@link #verify} threw for the request
   */
  protected Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return Explanation.of(Explanation.Cause.UNKNOWN, String.valueOf(refused.getMessage()));
  }
}
