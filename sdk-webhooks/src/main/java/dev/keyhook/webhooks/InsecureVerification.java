package dev.keyhook.webhooks;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;

/**
 * The absence of verification, under a name that a review finds.
 *
 * <p>Whoever knows the address can then post whatever they like, and it is handled as genuine. It
 * is for senders that offer no proof, and for events that did not come over the network at all,
 * such as those of a queue whose writers are known. For a sender that could prove itself, ask for a
 * secret, and meanwhile let your handlers do nothing that would hurt if a stranger asked for it.
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
