package dev.keyhook.testkit.schlagehome;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.testkit.Deliveries;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * Simulates Schlage Home, which signs the bytes of its deliveries: RSASSA-PSS with SHA-256, in the
 * header {@code WebHook-Signature}.
 *
 * <pre>{@code
 * SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
 * WebhookReceiver receiver =
 *     SchlageHomeWebhooks.receiver(sender.verifier()).handle(router).build();
 * receiver.receive(sender.deliver(SchlageHomeSamples.lockStateChanged()));
 * }</pre>
 *
 * <p>The key is generated for the sender, so only its own verifier accepts the signatures.
 * Immutable, and safe for use by any number of threads. For tests only.
 */
public final class SchlageHomeDeliveries extends Deliveries {

  private static final String HEADER = "WebHook-Signature";

  /** The vendor sends one since 2025-03 (release notes), whose value is not published. */
  private static final String USER_AGENT = "keyhook-testkit";

  private static final PSSParameterSpec PARAMETERS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final KeyPair keys;
  private final DeliveryVerifier verifier;

  /** Generated on first use, because this takes time. */
  private static final class Forger {
    static final KeyPair KEYS = newKeys();
  }

  private SchlageHomeDeliveries(KeyPair keys) {
    this.keys = keys;
    this.verifier = SchlageHomeWebhooks.signatureVerifier(keys.getPublic());
  }

  /**
   * Returns a sender with a new key of 2048 bits, the size of the vendor's. Generating it takes a
   * tenth of a second or more, so let tests share a sender.
   */
  public static SchlageHomeDeliveries withNewKey() {
    return new SchlageHomeDeliveries(newKeys());
  }

  /** Returns the public key, for a verifier that takes several. */
  public PublicKey publicKey() {
    return keys.getPublic();
  }

  /** Returns the public key as PEM text, for a configuration under test. */
  public String publicKeyPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Override
  public DeliveryVerifier verifier() {
    return verifier;
  }

  /** Returns the request that validates a new URL: OPTIONS, without a signature. */
  public WebhookRequest validation() {
    return WebhookRequest.builder("OPTIONS").header("User-Agent", USER_AGENT).build();
  }

  @Override
  protected Map<String, String> headers() {
    return Map.of("Content-Type", "application/json", "User-Agent", USER_AGENT);
  }

  @Override
  protected Map<String, String> credentials(byte[] body) {
    return Map.of(HEADER, signature(keys.getPrivate(), body));
  }

  @Override
  protected Map<String, String> forgedCredentials(byte[] body) {
    return Map.of(HEADER, signature(Forger.KEYS.getPrivate(), body));
  }

  private static String signature(PrivateKey key, byte[] body) {
    try {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(PARAMETERS);
      signature.initSign(key);
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java platform has no RSASSA-PSS", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java platform has no RSA", e);
    }
  }

  @Override
  public String toString() {
    return "SchlageHomeDeliveries[" + HEADER + "]";
  }
}
