package dev.keyhook;

/**
 * A request whose sender has been proven. Only a {@link DeliveryVerifier} makes one, and parsers
 * ask for one, so an unproven body does not reach them by mistake.
 *
 * <p>What exactly has been proven is the verifier's to say. Immutable.
 */
public final class VerifiedDelivery {

  private final WebhookRequest request;
  private final String credential;

  VerifiedDelivery(WebhookRequest request, String credential) {
    this.request = request;
    this.credential = credential;
  }

  /** Returns the request that was verified. */
  public WebhookRequest request() {
    return request;
  }

  /** Returns a copy of the verified body. */
  public byte[] body() {
    return request.body();
  }

  /**
   * Returns which of the verifier's secrets or keys proved it: its label, or its position, such as
   * {@code #1} for the first. Count it, and you see when an old one is no longer used.
   */
  public String credential() {
    return credential;
  }

  @Override
  public String toString() {
    return "VerifiedDelivery[" + request.bodySize() + " bytes, proven by " + credential + "]";
  }
}
