package dev.keyhook.webhooks.schlagehome;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.webhooks.verification.RsaPssVerifier;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Webhooks of Schlage Home by Allegion: verifiers and receivers.
 *
 * <pre>{@code
 * WebhookReceiver receiver =
 *     SchlageHomeWebhooks.receiver(SchlageHomeWebhooks.signatureVerifier(key))
 *         .inbox(inbox)
 *         .build();
 * }</pre>
 *
 * <p>What a verifier authenticates: that the holder of the key has signed exactly these bytes, in
 * the header {@code WebHook-Signature}: RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32
 * bytes, in standard base64. Neither time nor URL are signed, so a copy of an old delivery also
 * verifies; the receiver runs its handler once for each event id that it remembers.
 *
 * <p>The vendor documents no rotation. Prepare for it with several keys or a supplier: its
 * repository once had a second key.
 *
 * <p>Stateless. The verifiers are immutable and safe for use by any number of threads.
 */
public final class SchlageHomeWebhooks {

  private static final String HEADER = "WebHook-Signature";

  /** Yonomi/schlage-home-api-v2-webhook-signature on GitHub, README.md, commit of 2024-04-29. */
  private static final String GITHUB_20240429 =
      """
      -----BEGIN PUBLIC KEY-----
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqJNrOq6SzG46f5injzHc
      yK0sHYLsXjD7YeIGDIDtqnwvgkYFOCRRDdPenb2fOb9rUJKcVczRXMy7o2PFPNGD
      QEDMFRe62ahGVnV7i4x5gOn9lFhX5YPJGVAhoUmQmqYalVJoJht7fe1PxhnwOg+T
      BU/kg//6X9vKokjokgInSEhoV2VRZ6s9Qs3Lfa3vs7Bqobb1oK60Kml5mMi+EzEL
      tbXxyMtgjqaaHvd1xKlA7X8gI6DQtZ5ON7VXp/0/CA8MzNaBoCfDF1ksIfmCBETD
      QGbCWAdjRXYlk06qtT4bVjO7ubcDQzSBl49s7TF1vwTXeoXTqpeC6DfLLMW0SuCc
      mQIDAQAB
      -----END PUBLIC KEY-----
      """;

  private SchlageHomeWebhooks() {}

  /**
   * Returns a verifier of signatures.
   *
   * @param keys all that are valid: the current one, and the next one during a rotation
   * @throws IllegalArgumentException if no key is given, or one that is not RSA, has less than 2048
   *     bits, or may not be used with these parameters
   */
  public static DeliveryVerifier signatureVerifier(PublicKey... keys) {
    return builder().keys(keys).build();
  }

  /**
   * Returns a verifier of signatures by one of the keys that are valid when the delivery arrives.
   *
   * @param keys called for each delivery, so let it cache, and return the same objects as long as
   *     nothing has changed; if it throws, or returns nothing or a key that cannot be used, the
   *     response is 503 and the vendor retries
   */
  public static DeliveryVerifier signatureVerifier(
      Supplier<? extends Collection<? extends PublicKey>> keys) {
    return builder().keys(keys).build();
  }

  /**
   * Returns a verifier of signatures that uses a security provider of your choice, such as a native
   * or a certified one, instead of the JDK's.
   *
   * @param provider one that has RSASSA-PSS; it need not be installed
   * @param keys all that are valid
   * @throws IllegalArgumentException if the provider has no RSASSA-PSS, or a key cannot be used
   */
  public static DeliveryVerifier signatureVerifier(Provider provider, PublicKey... keys) {
    return builder().provider(provider).keys(keys).build();
  }

  /**
   * Returns a verifier of signatures with both: a security provider of your choice, and the keys
   * that are valid when the delivery arrives.
   *
   * @param provider one that has RSASSA-PSS; it need not be installed
   * @param keys as for {@link #signatureVerifier(Supplier)}
   * @throws IllegalArgumentException if the provider has no RSASSA-PSS
   */
  public static DeliveryVerifier signatureVerifier(
      Provider provider, Supplier<? extends Collection<? extends PublicKey>> keys) {
    return builder().provider(provider).keys(keys).build();
  }

  private static RsaPssVerifier.Builder builder() {
    return RsaPssVerifier.builder(HEADER)
        .otherKey(
            "the key that the vendor published on GitHub on 2024-04-29",
            publicKeyFromGitHub20240429());
  }

  /**
   * Reads a public key from PEM text: an X.509 SubjectPublicKeyInfo ({@code PUBLIC KEY}), a PKCS#1
   * key ({@code RSA PUBLIC KEY}) or a certificate, whose validity is not checked.
   *
   * @param pem with its BEGIN and END lines; text around them is ignored
   * @throws IllegalArgumentException if it contains no such key, several, or one that cannot be
   *     used; the message says what is wrong with the text
   */
  public static PublicKey publicKey(String pem) {
    return RsaPssVerifier.publicKey(pem);
  }

  /**
   * Returns the key that the vendor's repository {@code
   * Yonomi/schlage-home-api-v2-webhook-signature} on GitHub has shown as "Schlage Home API V2
   * Webhook Public Key" since 2024-04-29.
   *
   * <p>The vendor does not say how long it is valid. Compare it with the key that the vendor gives
   * you, and keep the key in your configuration, not in your code.
   */
  public static PublicKey publicKeyFromGitHub20240429() {
    return publicKey(GITHUB_20240429);
  }

  /**
   * Returns a builder of a receiver. The receiver responds to the {@code OPTIONS} request by which
   * the vendor validates a URL before it creates a subscription.
   *
   * @param verifier one of this class, or a custom one
   */
  public static SchlageHomeReceiverBuilder receiver(DeliveryVerifier verifier) {
    return new SchlageHomeReceiverBuilder(verifier);
  }
}
