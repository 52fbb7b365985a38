package dev.keyhook.examples;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import dev.keyhook.webhooks.verification.HmacVerifier;
import dev.keyhook.webhooks.verification.RsaPssVerifier;
import dev.keyhook.webhooks.verification.SharedSecretVerifier;
import java.util.List;
import java.util.function.Supplier;

/** Verifiers for other vendors, and secrets that change while the program runs. */
final class OwnVerifiers {

  private OwnVerifiers() {}

  /** Returns a verifier of a secret in a header. */
  static DeliveryVerifier sharedSecret(Secret current, Secret previous) {
    // region shared-secret
    DeliveryVerifier verifier = SharedSecretVerifier.inHeader("X-Acme-Key", current, previous);
    // endregion
    return verifier;
  }

  /** Returns a verifier of an HMAC of the body. */
  static DeliveryVerifier hmac(Secret current, Secret previous) {
    // region hmac
    DeliveryVerifier verifier =
        HmacVerifier.builder("X-Acme-Signature") // "sha256=" and 64 hexadecimal digits
            .prefix("sha256=")
            .secrets(current, previous)
            .build();
    // endregion
    return verifier;
  }

  /** Returns a verifier of the Standard Webhooks specification. */
  static DeliveryVerifier standardWebhooks(Secret current) {
    // region standard-webhooks
    DeliveryVerifier verifier = HmacVerifier.standardWebhooks(current); // whsec_...
    // endregion
    return verifier;
  }

  /** Returns a verifier of an RSA-PSS signature. */
  static DeliveryVerifier rsaPss(String pem) {
    // region rsa-pss
    DeliveryVerifier verifier =
        RsaPssVerifier.inHeader("X-Acme-Signature", RsaPssVerifier.publicKey(pem));
    // endregion
    return verifier;
  }

  /** Returns a verifier that requests the valid secrets for each delivery. */
  static DeliveryVerifier supplied(Supplier<List<Secret>> vault) {
    // region supplier
    DeliveryVerifier verifier = SmartphoneKeyWebhooks.bearerVerifier(vault); // cache in the vault
    // endregion
    return verifier;
  }
}
