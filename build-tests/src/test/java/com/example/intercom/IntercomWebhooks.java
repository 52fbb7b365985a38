package com.example.intercom;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.verification.HmacVerifier;

/** Verifiers and receivers of the vendor's webhooks. */
public final class IntercomWebhooks {

  private IntercomWebhooks() {}

  /**
   * Returns a verifier of the vendor's signatures.
   *
   * @param secrets all valid secrets, in the form {@code whsec_<base64>}
   */
  public static DeliveryVerifier signatureVerifier(Secret... secrets) {
    return HmacVerifier.standardWebhooks(secrets);
  }

  // region receiver
  /** Returns a builder of a receiver, which stores the header that contains the id. */
  public static WebhookReceiver.Builder<IntercomEvent> receiver(DeliveryVerifier verifier) {
    return WebhookReceiver.builder("intercom", verifier, IntercomEvents.parser())
        .storeHeaders("webhook-id");
  }
  // endregion
}
