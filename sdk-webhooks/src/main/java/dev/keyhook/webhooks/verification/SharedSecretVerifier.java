package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.Secret;
import dev.keyhook.WebhookRequest;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a sender by a secret in a header of each delivery, alone or after the word {@code
 * Bearer}.
 *
 * <p>It shows that the sender knows the secret, but does not authenticate the body. The secret is
 * checked before the body is read ({@link #verifyHead}). It is compared with all valid secrets,
 * each in constant time.
 *
 * <p>Immutable, and safe for use by any number of threads.
 */
public final class SharedSecretVerifier extends DiagnosingVerifier {

  /** The default limit of common servers for all headers together. */
  private static final int MAX_LENGTH = 8192;

  private static final String BEARER = "Bearer";

  private final CredentialHeader header;
  private final @Nullable String scheme;
  private final Credentials<Secret> secrets;
  private final Set<String> secretHeaders;

  private SharedSecretVerifier(
      String headerName, @Nullable String scheme, Credentials<Secret> secrets) {
    this.header = new CredentialHeader(headerName, MAX_LENGTH);
    this.scheme = scheme;
    this.secrets = secrets;
    this.secretHeaders = Set.of(headerName);
  }

  /**
   * Returns a verifier for a header that contains only the secret.
   *
   * @param headerName in any letter case
   * @param secrets all that are valid: the current one, and another one during a rotation
   * @throws IllegalArgumentException if no secret is given, or one that no header can carry, or if
   *     no header can have the name
   */
  public static SharedSecretVerifier inHeader(String headerName, Secret... secrets) {
    return new SharedSecretVerifier(headerName, null, fixed(secrets));
  }

  /**
   * Returns a verifier for a header that contains only a secret, one of those that are valid when
   * the delivery arrives.
   *
   * @param headerName in any letter case
   * @param secrets called for each delivery, up to twice, so let it cache; if it throws, or returns
   *     nothing or a secret that no header can carry, the delivery is neither accepted nor refused
   *     ({@link dev.keyhook.CredentialsUnavailableException})
   * @throws IllegalArgumentException if no header can have the name
   */
  public static SharedSecretVerifier inHeader(
      String headerName, Supplier<? extends Collection<Secret>> secrets) {
    return new SharedSecretVerifier(headerName, null, supplied(secrets));
  }

  /**
   * Returns a verifier for {@code Authorization: Bearer <secret>} (RFC 6750 section 2.1).
   *
   * @param secrets all that are valid, without the word {@code Bearer}: the current one, and
   *     another one during a rotation
   * @throws IllegalArgumentException if no secret is given, or one that no header can carry
   */
  public static SharedSecretVerifier bearer(Secret... secrets) {
    return new SharedSecretVerifier("Authorization", BEARER, fixed(secrets));
  }

  /**
   * Returns a verifier for {@code Authorization: Bearer <secret>} with one of the secrets that are
   * valid when the delivery arrives.
   *
   * @param secrets as for {@link #inHeader(String, Supplier)}
   */
  public static SharedSecretVerifier bearer(Supplier<? extends Collection<Secret>> secrets) {
    return new SharedSecretVerifier("Authorization", BEARER, supplied(secrets));
  }

  private static Credentials<Secret> fixed(Secret... secrets) {
    return Credentials.fixed(List.of(secrets), SharedSecretVerifier::requireFitForHeader);
  }

  private static Credentials<Secret> supplied(Supplier<? extends Collection<Secret>> secrets) {
    return Credentials.supplied(secrets, SharedSecretVerifier::requireFitForHeader);
  }

  private static Secret requireFitForHeader(Secret secret) {
    String value = secret.reveal();
    if (!CredentialHeader.isPrintable(value) || value.length() > MAX_LENGTH - BEARER.length() - 1) {
      throw new IllegalArgumentException(
          "A secret in a header must be printable ASCII of at most 8 KiB");
    }
    return secret;
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
      throw header.refuse(
          Reason.MISMATCH, "contains none of the " + valid.size() + " valid secrets");
    }
    return valid.get(matching).label().orElse(Credentials.position(matching));
  }

  @Override
  protected void authenticateHead(WebhookRequest head) {
    authenticate(head); // the body plays no part
  }

  @Override
  public Set<String> secretHeaders() {
    return secretHeaders;
  }

  private String secretIn(String value) {
    if (!CredentialHeader.isPrintable(value)) {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "contains characters that are not printable ASCII");
    }
    if (scheme == null) {
      return value;
    }
    // The scheme's letter case does not count, and one or more spaces follow: RFC 9110 11.4.
    int from = scheme.length();
    if (!value.regionMatches(true, 0, scheme, 0, from)
        || value.length() == from
        || value.charAt(from) != ' ') {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "does not begin with the word " + scheme + " and a space");
    }
    while (value.charAt(from) == ' ') {
      from++;
    }
    return value.substring(from);
  }

  @Override
  Explanation diagnose(WebhookRequest request, DeliveryVerificationException refused) {
    return new SecretDiagnosis(header, scheme, secrets.current()).of(request, refused);
  }
}
