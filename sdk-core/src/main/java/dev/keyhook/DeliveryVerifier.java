package dev.keyhook;

import java.util.Objects;
import java.util.Set;

/**
 * Authenticates the sender of a request: returns a {@link VerifiedDelivery}, or refuses the
 * request.
 *
 * <p>Each vendor's package creates the verifiers for the vendor. Extend this class to authenticate
 * in another way, for example by a client certificate that your proxy has checked.
 *
 * <p>Implementations must be safe for use by any number of threads.
 */
public abstract class DeliveryVerifier {

  /** For subclasses. */
  protected DeliveryVerifier() {}

  /**
   * Returns the request as a verified delivery, or refuses it.
   *
   * @throws DeliveryVerificationException if the sender is not authenticated: respond with 401
   * @throws CredentialsUnavailableException if a secret or key could not be loaded or used: respond
   *     with 503
   */
  public final VerifiedDelivery verify(WebhookRequest request) {
    return new VerifiedDelivery(
        request,
        Objects.requireNonNull(authenticate(request), "authenticate returned null"),
        secretHeaders());
  }

  /**
   * Refuses a request whose headers alone show that it cannot be authenticated, before its body is
   * read. A request that is not refused is not authenticated yet: only {@link #verify}
   * authenticates.
   *
   * @param head the request without its body
   * @throws DeliveryVerificationException if {@link #verify} would refuse it whatever the body is
   * @throws CredentialsUnavailableException if a secret or key could not be loaded or used
   */
  public final void verifyHead(WebhookRequest head) {
    authenticateHead(head);
  }

  /**
   * Returns the names of the headers that contain a secret, in any letter case, so that they are
   * never stored. Override it in a verifier that reads such a header; the default names none.
   * {@code Authorization}, {@code Proxy-Authorization} and {@code Cookie} are never stored in any
   * case, and a signature is not secret.
   */
  public Set<String> secretHeaders() {
    return Set.of();
  }

  /**
   * Authenticates the sender of a request.
   *
   * @return the label of the credential that authenticated it, or its position such as {@code #1};
   *     never the credential itself
   * @throws DeliveryVerificationException if the credential is missing, malformed or wrong
   * @throws CredentialsUnavailableException if a secret or key could not be loaded or used
   */
  protected abstract String authenticate(WebhookRequest request);

  /**
   * Refuses a request by its headers. The default refuses none.
   *
   * @param head the request without its body
   * @throws DeliveryVerificationException if {@link #authenticate} would refuse it whatever the
   *     body is
   */
  protected void authenticateHead(WebhookRequest head) {}
}
