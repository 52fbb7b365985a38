package dev.keyhook.webhooks.verification;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;

/** A verifier that can find the likely cause of its refusals. */
abstract class DiagnosingVerifier extends DeliveryVerifier {

  /**
   * Finds the likely cause.
   *
   * @param refused the exception from verifying this request
   * @throws CredentialsUnavailableException if a secret or key could not be loaded or used
   */
  abstract Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused);
}
