package dev.keyhook;

import java.util.Objects;
import java.util.Set;

/**
 * A request whose sender has been authenticated. Only a {@link DeliveryVerifier} can create one
 * from a request, and parsers require one, so an unauthenticated body cannot reach them by mistake.
 *
 * <p>What exactly was authenticated depends on the verifier. Immutable.
 */
public final class VerifiedDelivery {

  private static final Set<String> CREDENTIAL_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie");

  private final WebhookRequest request;
  private final String credential;
  private final Set<String> secretHeaders;

  VerifiedDelivery(WebhookRequest request, String credential, Set<String> secretHeaders) {
    this.request = request;
    this.credential = credential;
    this.secretHeaders = secretHeaders;
  }

  /**
   * Returns a delivery that was verified earlier and has been in storage that only this application
   * writes to, such as an inbox.
   *
   * <p>Nothing is verified here. Never use this for a request from the network.
   *
   * @param request the stored body and headers, without a secret
   * @param credential the label from {@link #credential()}
   */
  public static VerifiedDelivery fromTrustedStorage(WebhookRequest request, String credential) {
    return new VerifiedDelivery(
        Objects.requireNonNull(request, "request"),
        Objects.requireNonNull(credential, "credential"),
        Set.of());
  }

  /** Returns the request that was verified. */
  public WebhookRequest request() {
    return request;
  }

  /** Returns a copy of the verified body. */
  public byte[] body() {
    return request.body();
  }

  /**
   * Returns a delivery of a part of this body, with the same request line, headers and credential:
   * one event of a batch.
   *
   * @param offset index of the first byte
   * @param length how many bytes
   * @throws IndexOutOfBoundsException if the part lies outside the body
   */
  public VerifiedDelivery slice(int offset, int length) {
    return new VerifiedDelivery(request.withBody(offset, length), credential, secretHeaders);
  }

  /**
   * Returns which of the verifier's secrets or keys authenticated the sender: its label, or its
   * position, such as {@code #1} for the first. Count it to see when an old one is no longer used.
   */
  public String credential() {
    return credential;
  }

  /**
   * Returns whether a header contains a secret, so that it must not be stored: {@code
   * Authorization}, {@code Proxy-Authorization}, {@code Cookie}, and the {@linkplain
   * DeliveryVerifier#secretHeaders() secret headers} of the verifier.
   *
   * @param name in any letter case
   */
  public boolean isSecretHeader(String name) {
    return containsIgnoringCase(CREDENTIAL_HEADERS, name)
        || containsIgnoringCase(secretHeaders, name);
  }

  private static boolean containsIgnoringCase(Set<String> names, String name) {
    for (String each : names) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "VerifiedDelivery[" + request.bodySize() + " bytes, credential " + credential + "]";
  }
}
