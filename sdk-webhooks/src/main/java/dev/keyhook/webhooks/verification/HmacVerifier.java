package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a sender by an HMAC-SHA256 in a header: of the body, or of an id, a time stamp and
 * the body.
 *
 * <pre>{@code
 * DeliveryVerifier standard = HmacVerifier.standardWebhooks(current, previous);
 * DeliveryVerifier own =
 *     HmacVerifier.builder("X-Acme-Signature").prefix("sha256=").secrets(current, previous).build();
 * }</pre>
 *
 * <p>It shows that the sender knows the secret and has signed exactly these bytes. With a signed
 * time stamp it also shows when: an old delivery that is sent again is refused after the tolerance.
 * Before the body is read, the form of the headers and the time stamp are checked.
 *
 * <p>All signatures are compared with all valid secrets, in constant time. Immutable, and safe for
 * use by any number of threads.
 */
public final class HmacVerifier extends DiagnosingVerifier {

  private static final byte[] NOTHING = {};

  private final SignatureHeader header;
  private final @Nullable SignedHeaders signedHeaders;
  private final Credentials<HmacKey> keys;

  private HmacVerifier(
      SignatureHeader header, @Nullable SignedHeaders signedHeaders, Credentials<HmacKey> keys) {
    this.header = header;
    this.signedHeaders = signedHeaders;
    this.keys = keys;
  }

  /**
   * Returns a verifier for the symmetric signatures of the Standard Webhooks specification 1.0.0:
   * {@code webhook-signature} contains one or more {@code v1,<base64>} with spaces in between, each
   * an HMAC-SHA256 of {@code webhook-id.webhook-timestamp.body}. The time stamp may differ from the
   * system's clock by 5 minutes.
   *
   * @param secrets all that are valid, each base64 with or without {@code whsec_} before it: the
   *     current one, and another one during a rotation
   * @throws IllegalArgumentException if no secret is given, or one that is not base64
   */
  public static HmacVerifier standardWebhooks(Secret... secrets) {
    return standardWebhooks().secrets(secrets).build();
  }

  /**
   * Returns a verifier for the symmetric signatures of the Standard Webhooks specification, with
   * the secrets that are valid when the delivery arrives.
   *
   * @param secrets as for {@link Builder#secrets(Supplier)}, in the form that {@link
   *     #standardWebhooks(Secret...)} expects
   */
  public static HmacVerifier standardWebhooks(Supplier<? extends Collection<Secret>> secrets) {
    return standardWebhooks().secrets(secrets).build();
  }

  /**
   * Returns a builder with the form of the symmetric signatures of the Standard Webhooks
   * specification, to set another clock, tolerance or provider. Secrets are in the form that {@link
   * #standardWebhooks(Secret...)} expects.
   */
  public static Builder standardWebhooks() {
    return builder("webhook-signature")
        .prefix("v1,")
        .base64()
        .signaturesSeparatedBy(' ')
        .signedIdAndTimestamp("webhook-id", "webhook-timestamp")
        .base64Secrets();
  }

  /**
   * Returns a builder. By default the header contains one signature in hexadecimal, which covers
   * the body.
   *
   * @param headerName the header that contains the signature, in any letter case
   */
  public static Builder builder(String headerName) {
    return new Builder(headerName);
  }

  @Override
  protected String authenticate(WebhookRequest request) {
    List<byte[]> signatures = header.read(request);
    byte[] before = readHead(request);
    List<HmacKey> valid = keys.current();
    int matching = -1;
    for (int i = valid.size() - 1; i >= 0; i--) {
      if (valid.get(i).verifiesAny(signatures, before, request.bodyBuffer())) {
        matching = i;
      }
    }
    if (matching < 0) {
      throw new DeliveryVerificationException(
          Reason.MISMATCH,
          "The header "
              + header.name()
              + " contains no signature of this delivery by any of "
              + valid.size()
              + " secrets");
    }
    return valid.get(matching).label().orElse(Credentials.position(matching));
  }

  @Override
  protected void authenticateHead(WebhookRequest head) {
    header.read(head);
    readHead(head);
  }

  private byte[] readHead(WebhookRequest request) {
    if (signedHeaders == null) {
      return NOTHING;
    }
    byte[] before = signedHeaders.prefix(request);
    signedHeaders.requireCurrent(request);
    return before;
  }

  @Override
  Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return new HmacDiagnosis(header, signedHeaders, keys.current()).of(request, refused);
  }

  /** Builds an {@link HmacVerifier}. Not safe for use by several threads. */
  public static final class Builder {

    private static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    private final String headerName;
    private String prefix = "";
    private SignatureEncoding encoding = SignatureEncoding.HEX;
    private @Nullable Character separator;
    private @Nullable String idHeader;
    private @Nullable String timestampHeader;
    private @Nullable Duration tolerance;
    private @Nullable Clock clock;
    private @Nullable Provider provider;
    private boolean hasBase64Secrets;
    private @Nullable Function<Function<Secret, HmacKey>, Credentials<HmacKey>> keys;

    private Builder(String headerName) {
      this.headerName = Objects.requireNonNull(headerName, "headerName");
    }

    /** Sets what precedes each signature in the header, such as {@code sha256=}. */
    public Builder prefix(String text) {
      prefix = Objects.requireNonNull(text, "text");
      return this;
    }

    /** Expects signatures in standard base64 with padding instead of hexadecimal. */
    public Builder base64() {
      encoding = SignatureEncoding.BASE64;
      return this;
    }

    /**
     * Expects several signatures in the header, of which one must be right. Those with another
     * prefix or form are ignored.
     *
     * @param character such as a space or a comma, which no signature and no prefix contains
     */
    public Builder signaturesSeparatedBy(char character) {
      separator = character;
      return this;
    }

    /**
     * Expects signatures of {@code id.timestamp.body} instead of the body, and refuses a time stamp
     * outside the tolerance.
     *
     * @param idHeader the header with the delivery's id, without a full stop in its value
     * @param timestampHeader the header with the time of sending, in seconds since 1970
     */
    public Builder signedIdAndTimestamp(String idHeader, String timestampHeader) {
      this.idHeader = Objects.requireNonNull(idHeader, "idHeader");
      this.timestampHeader = Objects.requireNonNull(timestampHeader, "timestampHeader");
      return this;
    }

    /**
     * Sets how far a signed time stamp may be from the clock, in the past or in the future; 5
     * minutes unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder tolerance(Duration most) {
      if (most.isZero() || most.isNegative()) {
        throw new IllegalArgumentException("The tolerance must be positive");
      }
      tolerance = most;
      return this;
    }

    /** Sets the clock that a signed time stamp is compared with; the system's unless set. */
    public Builder clock(Clock source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Expects secrets as base64 of the key's bytes, with or without {@code whsec_} before it,
     * instead of as text whose UTF-8 bytes are the key.
     */
    public Builder base64Secrets() {
      hasBase64Secrets = true;
      return this;
    }

    /**
     * Sets the security provider that computes, such as a certified one. Without this it is the
     * JDK's own, even if others are installed before it.
     *
     * @param chosen one that has HmacSHA256; it need not be installed
     * @throws IllegalArgumentException if it does not have it
     */
    public Builder provider(Provider chosen) {
      provider = HmacKey.requireUsable(chosen);
      return this;
    }

    /**
     * Sets secrets that do not change.
     *
     * @param all the valid ones: the current one, and another one during a rotation
     * @throws IllegalStateException if secrets were already set
     */
    public Builder secrets(Secret... all) {
      List<Secret> copy = List.of(all);
      return secrets(prepare -> Credentials.fixed(copy, prepare));
    }

    /**
     * Sets where the valid secrets come from.
     *
     * @param supplier called for each delivery, so let it cache; if it throws, or returns nothing
     *     or a secret that cannot be used, the delivery is neither accepted nor refused ({@link
     *     dev.keyhook.CredentialsUnavailableException})
     * @throws IllegalStateException if secrets were already set
     */
    public Builder secrets(Supplier<? extends Collection<Secret>> supplier) {
      Objects.requireNonNull(supplier, "supplier");
      return secrets(prepare -> Credentials.supplied(supplier, prepare));
    }

    private Builder secrets(Function<Function<Secret, HmacKey>, Credentials<HmacKey>> prepared) {
      if (keys != null) {
        throw new IllegalStateException("secrets(...) was already set");
      }
      keys = prepared;
      return this;
    }

    /**
     * Returns the verifier.
     *
     * @throws IllegalStateException if no secrets were set, or a tolerance or a clock without a
     *     signed time stamp
     * @throws IllegalArgumentException if there are no secrets, or one that is not base64 where it
     *     must be; or if no header can have one of the names
     */
    public HmacVerifier build() {
      if (keys == null) {
        throw new IllegalStateException("Call secrets(...) before build()");
      }
      Provider chosen = provider == null ? HmacKey.platform() : provider;
      return new HmacVerifier(
          new SignatureHeader(headerName, prefix, encoding, separator),
          signedHeaders(),
          keys.apply(
              hasBase64Secrets
                  ? secret -> HmacKey.ofBase64(secret, chosen)
                  : secret -> HmacKey.ofText(secret, chosen)));
    }

    private @Nullable SignedHeaders signedHeaders() {
      if (idHeader == null || timestampHeader == null) {
        if (tolerance != null || clock != null) {
          throw new IllegalStateException(
              "A tolerance or a clock needs a time stamp: call signedIdAndTimestamp(...)");
        }
        return null;
      }
      return new SignedHeaders(
          idHeader,
          timestampHeader,
          tolerance == null ? DEFAULT_TOLERANCE : tolerance,
          clock == null ? Clock.systemUTC() : clock);
    }
  }
}
