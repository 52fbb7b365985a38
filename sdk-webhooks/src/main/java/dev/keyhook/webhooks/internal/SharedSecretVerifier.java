package dev.keyhook.webhooks.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Explanation;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a delivery by a secret that it carries in a header, alone or after the word {@code
 * Bearer}.
 *
 * <p>All secrets are compared, each in constant time, whichever matches. It proves that the sender
 * knows the secret, and nothing about the body.
 */
public final class SharedSecretVerifier extends DeliveryVerifier {

  /** What servers accept for all headers together by default. */
  private static final int MAX_LENGTH = 8192;

  private static final String BEARER = "Bearer";

  private final ProofHeader header;
  private final @Nullable String scheme;
  private final Credentials<Secret> secrets;

  private SharedSecretVerifier(
      ProofHeader header, @Nullable String scheme, Credentials<Secret> secrets) {
    this.header = header;
    this.scheme = scheme;
    this.secrets = Objects.requireNonNull(secrets, "secrets");
  }

  /**
   * Returns a verifier for a header that holds nothing but the secret.
   *
   * @throws IllegalArgumentException if no header can have the name
   */
  public static SharedSecretVerifier inHeader(String name, Credentials<Secret> secrets) {
    return new SharedSecretVerifier(new ProofHeader(name, MAX_LENGTH), null, secrets);
  }

  /** Returns a verifier for {@code Authorization: Bearer <secret>} (RFC 6750 section 2.1). */
  public static SharedSecretVerifier bearer(Credentials<Secret> secrets) {
    return new SharedSecretVerifier(new ProofHeader("Authorization", MAX_LENGTH), BEARER, secrets);
  }

  /**
   * Returns fixed secrets.
   *
   * @throws IllegalArgumentException if there are none, or one that no header can carry
   */
  public static Credentials<Secret> fixed(Secret... secrets) {
    for (int i = 0; i < secrets.length; i++) {
      String value = secrets[i].reveal();
      if (!ProofHeader.isPrintable(value) || value.length() > MAX_LENGTH - BEARER.length() - 1) {
        throw new IllegalArgumentException(
            "Secret #"
                + (i + 1)
                + " cannot stand in a header: it must be printable ASCII and not too long");
      }
    }
    return Credentials.fixed(List.of(secrets));
  }

  @Override
  protected String authenticate(WebhookRequest request) {
    byte[] presented = secretIn(header.read(request)).getBytes(US_ASCII);
    List<Secret> valid = secrets.current();
    int matching = -1;
    for (int i = valid.size() - 1; i >= 0; i--) {
      if (valid.get(i).matches(presented)) {
        matching = i;
      }
    }
    if (matching < 0) {
      throw header.refuse(Reason.MISMATCH, "holds none of the " + valid.size() + " valid secrets");
    }
    String position = "#" + (matching + 1);
    return valid.get(matching).label().orElse(position);
  }

  private String secretIn(String proof) {
    if (!ProofHeader.isPrintable(proof)) {
      throw header.refuse(Reason.HEADER_MALFORMED, "has characters that are not printable ASCII");
    }
    if (scheme == null) {
      return proof;
    }
    // The scheme's letter case does not count, and any number of spaces follows: RFC 9110 11.4.
    int from = scheme.length();
    if (!proof.regionMatches(true, 0, scheme, 0, from)
        || proof.length() == from
        || proof.charAt(from) != ' ') {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "does not begin with the word " + scheme + " and a space");
    }
    while (proof.charAt(from) == ' ') {
      from++;
    }
    return proof.substring(from);
  }

  @Override
  protected Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return new SecretDiagnosis(header.name(), scheme, secrets.current()).of(request, refused);
  }
}
