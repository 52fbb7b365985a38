package dev.keyhook.webhooks.internal;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Explanation;
import dev.keyhook.WebhookRequest;
import java.security.Provider;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a delivery by an RSASSA-PSS signature of its body (SHA-256, MGF1 with SHA-256, a salt of
 * exactly 32 bytes), which stands in base64 in a header.
 *
 * <p>It proves that the holder of a key has signed exactly these bytes, and nothing about when or
 * how often they were sent.
 */
public final class RsaPssVerifier extends DeliveryVerifier {

  /** Base64 of a signature by a key of 16384 bits, the longest that is read. */
  private static final int MAX_LENGTH = 2732;

  private final ProofHeader header;
  private final RsaPss scheme;
  private final Credentials<RsaPss.Key> keys;
  private final Map<String, PublicKey> otherKeys;

  private RsaPssVerifier(
      ProofHeader header,
      RsaPss scheme,
      Credentials<RsaPss.Key> keys,
      Map<String, PublicKey> otherKeys) {
    this.header = header;
    this.scheme = scheme;
    this.keys = keys;
    this.otherKeys = otherKeys;
  }

  /**
   * Returns a verifier with keys that do not change.
   *
   * @param provider null for the JDK's own
   * @param otherKeys keys that are not valid here but known, by a description: for explanations
   * @throws IllegalArgumentException if there are no keys, or one that is unfit
   */
  public static RsaPssVerifier ofKeys(
      String headerName,
      @Nullable Provider provider,
      List<PublicKey> keys,
      Map<String, PublicKey> otherKeys) {
    RsaPss scheme = scheme(provider);
    List<RsaPss.Key> prepared = new ArrayList<>();
    for (PublicKey key : keys) {
      prepared.add(scheme.key(Objects.requireNonNull(key, "key")));
    }
    return new RsaPssVerifier(
        new ProofHeader(headerName, MAX_LENGTH), scheme, Credentials.fixed(prepared), otherKeys);
  }

  /**
   * Returns a verifier that asks for the keys at each delivery, and prepares them when they have
   * changed.
   *
   * @param provider null for the JDK's own
   * @param otherKeys keys that are not valid here but known, by a description: for explanations
   */
  public static RsaPssVerifier ofSupplier(
      String headerName,
      @Nullable Provider provider,
      Supplier<? extends Collection<? extends PublicKey>> source,
      Map<String, PublicKey> otherKeys) {
    RsaPss scheme = scheme(provider);
    return new RsaPssVerifier(
        new ProofHeader(headerName, MAX_LENGTH),
        scheme,
        new PreparedKeys(scheme, Credentials.loaded(source)),
        otherKeys);
  }

  private static RsaPss scheme(@Nullable Provider provider) {
    return provider == null ? RsaPss.ofPlatform() : RsaPss.of(provider);
  }

  @Override
  protected String authenticate(WebhookRequest request) {
    byte[] signature = SignatureText.decode(header.read(request));
    if (signature == null) {
      throw header.refuse(Reason.HEADER_MALFORMED, "is not base64 with its padding");
    }
    List<RsaPss.Key> valid = keys.current();
    boolean possible = false;
    for (int i = 0; i < valid.size(); i++) {
      RsaPss.Key key = valid.get(i);
      possible |= signature.length == key.signatureSize();
      if (scheme.verifies(key, signature, request.bodyBuffer())) {
        return "#" + (i + 1);
      }
    }
    if (!possible) {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "holds " + signature.length + " bytes, no key's signature");
    }
    throw header.refuse(
        Reason.MISMATCH, "holds no signature of this body by any of " + valid.size() + " keys");
  }

  @Override
  protected Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return new SignatureDiagnosis(header.name(), scheme, keys.current(), otherKeys)
        .of(request, refused);
  }

  /** Keys that are prepared once for as long as the source returns the same ones. */
  private static final class PreparedKeys implements Credentials<RsaPss.Key> {

    private final RsaPss scheme;
    private final Credentials<PublicKey> source;
    private volatile List<RsaPss.Key> latest = List.of();

    PreparedKeys(RsaPss scheme, Credentials<PublicKey> source) {
      this.scheme = scheme;
      this.source = source;
    }

    @Override
    public List<RsaPss.Key> current() {
      List<PublicKey> originals = source.current();
      List<RsaPss.Key> known = latest;
      if (!isOf(known, originals)) {
        known = prepare(originals);
        latest = known;
      }
      return known;
    }

    @SuppressWarnings("ReferenceEquality") // what a key's equals compares is its class's affair
    private static boolean isOf(List<RsaPss.Key> prepared, List<PublicKey> originals) {
      if (prepared.size() != originals.size()) {
        return false;
      }
      for (int i = 0; i < originals.size(); i++) {
        if (prepared.get(i).original() != originals.get(i)) {
          return false;
        }
      }
      return true;
    }

    private List<RsaPss.Key> prepare(List<PublicKey> originals) {
      List<RsaPss.Key> prepared = new ArrayList<>();
      for (PublicKey original : originals) {
        try {
          prepared.add(scheme.key(original));
        } catch (IllegalArgumentException e) {
          throw new CredentialsUnavailableException(
              "Key #" + (prepared.size() + 1) + " of the supplier cannot be used", e);
        }
      }
      return List.copyOf(prepared);
    }
  }
}
