package dev.keyhook.cli.send;

import dev.keyhook.cli.catalogue.Vendor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The URL and headers of one vendor's deliveries. Immutable. */
final class Target {

  private static final String FORGED = "forged-" + "0".repeat(33);

  private final URI url;
  private final byte[] genuineHead;
  private final byte[] forgedHead;
  private final @Nullable Signer signer;

  private Target(URI url, byte[] genuineHead, byte[] forgedHead, @Nullable Signer signer) {
    this.url = url;
    this.genuineHead = genuineHead;
    this.forgedHead = forgedHead;
    this.signer = signer;
  }

  /**
   * Returns a target.
   *
   * @param url where the vendor delivers
   * @param headerName the header of the shared secret; null for none
   * @param headerValue its value
   * @param forgedValue a wrong value, for forged deliveries
   * @param signer signs the bodies; null for none
   */
  static Target of(
      Vendor vendor,
      URI url,
      @Nullable String headerName,
      String headerValue,
      String forgedValue,
      @Nullable Signer signer) {
    String secret = headerName == null ? "" : headerName + ": " + headerValue + "\r\n";
    String forged = headerName == null ? "" : headerName + ": " + forgedValue + "\r\n";
    return new Target(url, head(vendor, url, secret), head(vendor, url, forged), signer);
  }

  static String forgedSecret() {
    return FORGED;
  }

  private static byte[] head(Vendor vendor, URI url, String secret) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String agent =
        vendor == Vendor.SMARTPHONEKEY ? "Amazon/EventBridge/ApiDestinations" : "keyhook";
    return ("POST "
            + path
            + query
            + " HTTP/1.1\r\nHost: "
            + url.getRawAuthority()
            + "\r\nContent-Type: application/json; charset=utf-8\r\nUser-Agent: "
            + agent
            + "\r\n"
            + secret)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  URI url() {
    return url;
  }

  boolean isSigned() {
    return signer != null;
  }

  @Nullable String signature(byte[] body) {
    return signer == null ? null : signer.sign(body);
  }

  /** Returns the whole request. */
  byte[] request(Job job) {
    byte[] head = job.fault == Job.Fault.FORGED ? forgedHead : genuineHead;
    byte[] body = job.content.body();
    String signed = job.content.signature();
    String signature = signed == null ? "" : Signer.HEADER + ": " + signed + "\r\n";
    byte[] rest =
        (signature + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[head.length + rest.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(rest, 0, request, head.length, rest.length);
    System.arraycopy(body, 0, request, head.length + rest.length, body.length);
    return request;
  }
}
