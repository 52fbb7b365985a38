package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.WebhookRequest;
import dev.keyhook.internal.RsaPublicKeys;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a sender by an RSASSA-PSS signature of the body (RFC 8017) in a header: SHA-256,
 * MGF1 with SHA-256, a salt of exactly 32 bytes, in standard base64.
 *
 * <p>It shows that the holder of a key has signed exactly these bytes, but not when or how often
 * they were sent. Before the body is read, only the form of the header is checked.
 *
 * <p>Immutable, and safe for use by any number of threads.
 */
public final class RsaPssVerifier extends DiagnosingVerifier {

  /** Base64 of a signature by a key of 16384 bits, the longest that is accepted. */
  private static final int MAX_LENGTH = 2732;

  /** The length of a signature by a key of 2048 bits, the shortest that is accepted. */
  private static final int MIN_SIGNATURE_BYTES = 256;

  private final CredentialHeader header;
  private final RsaPss scheme;
  private final Credentials<RsaPss.Key> keys;
  private final Map<String, RsaPss.Key> otherKeys;

  private RsaPssVerifier(
      CredentialHeader header,
      RsaPss scheme,
      Credentials<RsaPss.Key> keys,
      Map<String, RsaPss.Key> otherKeys) {
    this.header = header;
    this.scheme = scheme;
    this.keys = keys;
    this.otherKeys = otherKeys;
  }

  /**
   * Returns a verifier with keys that do not change, computed by the JDK's own provider.
   *
   * @param headerName the header that contains the signature, in any letter case
   * @param keys all that are valid: the current one, and the next one during a rotation
   * @throws IllegalArgumentException as for {@link Builder#build()}
   */
  public static RsaPssVerifier inHeader(String headerName, PublicKey... keys) {
    return builder(headerName).keys(keys).build();
  }

  /**
   * Returns a verifier with the keys that are valid when the delivery arrives, computed by the
   * JDK's own provider.
   *
   * @param headerName the header that contains the signature, in any letter case
   * @param keys as for {@link Builder#keys(Supplier)}
   * @throws IllegalArgumentException if no header can have the name
   */
  public static RsaPssVerifier inHeader(
      String headerName, Supplier<? extends Collection<? extends PublicKey>> keys) {
    return builder(headerName).keys(keys).build();
  }

  /**
   * Returns a builder.
   *
   * @param headerName the header that contains the signature, in any letter case
   * @throws IllegalArgumentException if no header can have the name
   */
  public static Builder builder(String headerName) {
    return new Builder(headerName);
  }

  /**
   * Reads an RSA public key from PEM text (RFC 7468): an X.509 SubjectPublicKeyInfo ({@code PUBLIC
   * KEY}), a PKCS#1 key ({@code RSA PUBLIC KEY}) or a {@code CERTIFICATE}, whose validity is not
   * checked.
   *
   * @param pem with its BEGIN and END lines; text around them is ignored
   * @throws IllegalArgumentException if it contains no such key, several, or one of less than 2048
   *     or more than 16384 bits; the message says what is wrong, without repeating the text
   */
  public static PublicKey publicKey(String pem) {
    return RsaPublicKeys.fromPem(pem);
  }

  @Override
  protected String authenticate(WebhookRequest request) {
    byte[] signature = signatureIn(request);
    List<RsaPss.Key> valid = keys.current();
    boolean possible = false;
    for (int i = 0; i < valid.size(); i++) {
      RsaPss.Key key = valid.get(i);
      possible |= signature.length == key.signatureSize();
      if (scheme.verifies(key, signature, request.bodyBuffer())) {
        return Credentials.position(i);
      }
    }
    if (!possible) {
      throw wrongLength(signature);
    }
    throw header.refuse(
        Reason.MISMATCH, "contains no signature of this body by any of " + valid.size() + " keys");
  }

  @Override
  protected void authenticateHead(WebhookRequest head) {
    signatureIn(head);
  }

  private byte[] signatureIn(WebhookRequest request) {
    byte[] signature = SignatureEncoding.BASE64.decode(header.read(request));
    if (signature == null) {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "is not " + SignatureEncoding.BASE64.description());
    }
    if (signature.length < MIN_SIGNATURE_BYTES) {
      throw wrongLength(signature);
    }
    return signature;
  }

  private DeliveryVerificationException wrongLength(byte[] signature) {
    return header.refuse(
        Reason.HEADER_MALFORMED,
        "contains " + signature.length + " bytes, which is no signature by a valid key");
  }

  @Override
  Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return new RsaPssDiagnosis(header, scheme, keys.current(), otherKeys).of(request, refused);
  }

  /** Builds an {@link RsaPssVerifier}. Not safe for use by several threads. */
  public static final class Builder {

    private final CredentialHeader header;
    private final Map<String, PublicKey> otherKeys = new LinkedHashMap<>();
    private @Nullable Function<RsaPss, Credentials<RsaPss.Key>> keys;
    private @Nullable Provider provider;

    private Builder(String headerName) {
      header = new CredentialHeader(headerName, MAX_LENGTH);
    }

    /**
     * Sets keys that do not change.
     *
     * @param all the valid ones: the current one, and the next one during a rotation
     * @throws IllegalStateException if keys were already set
     */
    public Builder keys(PublicKey... all) {
      List<PublicKey> copy = List.of(all);
      return keys(scheme -> Credentials.fixed(copy, scheme::key));
    }

    /**
     * Sets where the valid keys come from.
     *
     * @param supplier called for each delivery, so let it cache, and return the same objects as
     *     long as nothing has changed; if it throws, or returns nothing or a key that cannot be
     *     used, the delivery is neither accepted nor refused ({@link
     *     dev.keyhook.CredentialsUnavailableException})
     * @throws IllegalStateException if keys were already set
     */
    public Builder keys(Supplier<? extends Collection<? extends PublicKey>> supplier) {
      Objects.requireNonNull(supplier, "supplier");
      return keys(scheme -> Credentials.supplied(supplier, scheme::key));
    }

    private Builder keys(Function<RsaPss, Credentials<RsaPss.Key>> prepared) {
      if (keys != null) {
        throw new IllegalStateException("keys(...) was already set");
      }
      keys = prepared;
      return this;
    }

    /**
     * Sets the security provider that verifies, such as a native or a certified one. Without this
     * it is the JDK's own, even if others are installed before it.
     *
     * @param chosen one that has RSASSA-PSS; it need not be installed
     */
    public Builder provider(Provider chosen) {
      provider = Objects.requireNonNull(chosen, "chosen");
      return this;
    }

    /**
     * Adds a key that is known and not valid here, such as that of another environment. It never
     * authenticates; {@link Explanation#of} recognises it.
     *
     * @param description such as {@code the key of the test environment}
     */
    public Builder otherKey(String description, PublicKey key) {
      otherKeys.put(
          Objects.requireNonNull(description, "description"), Objects.requireNonNull(key, "key"));
      return this;
    }

    /**
     * Returns the verifier.
     *
     * @throws IllegalStateException if no keys were set
     * @throws IllegalArgumentException if there are no keys, or one that is not RSA, has less than
     *     2048 or more than 16384 bits or may not be used with these parameters; or if the provider
     *     has no RSASSA-PSS
     */
    public RsaPssVerifier build() {
      if (keys == null) {
        throw new IllegalStateException("Call keys(...) before build()");
      }
      RsaPss scheme = provider == null ? RsaPss.ofPlatform() : RsaPss.of(provider);
      Map<String, RsaPss.Key> others = new LinkedHashMap<>();
      otherKeys.forEach((description, key) -> others.put(description, scheme.key(key)));
      return new RsaPssVerifier(header, scheme, keys.apply(scheme), others);
    }
  }
}
