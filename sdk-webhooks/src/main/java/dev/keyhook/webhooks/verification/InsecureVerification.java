package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;

/**
 * The absence of verification, under a name that is easy to find in a review.
 *
 * <p>Anyone who knows the URL can then post any event, and it is handled as authentic. Use it for a
 * sender that offers no credential, behind a gateway that already verifies, and in tests. Otherwise
 * ask the sender for a secret, and until then, handlers must not do anything that a stranger must
 * not trigger.
 */
public final class InsecureVerification {

  private InsecureVerification() {}

  /** Returns a verifier that verifies nothing; its credential is {@code nobody}. */
  public static DeliveryVerifier acceptEveryone() {
    return new AcceptEveryone();
  }

  private static final class AcceptEveryone extends DeliveryVerifier {

    @Override
    protected String authenticate(WebhookRequest request) {
      return "nobody";
    }
  }
}
