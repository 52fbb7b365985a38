package dev.keyhook.subscriptions.internal;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Handshake;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A response: status, headers and the whole body. */
final class HttpResponse {

  private final Response head;
  private final byte[] body;

  HttpResponse(Response head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  int status() {
    return head.code();
  }

  boolean isSuccess() {
    return head.isSuccessful();
  }

  byte[] body() {
    return body;
  }

  @Nullable String header(String name) {
    return head.header(name);
  }

  @Nullable Duration retryAfter(Instant now) {
    return RetryAfter.read(head.header("Retry-After"), now);
  }

  /** Returns when the server's certificate expires; null without TLS. */
  @Nullable Instant certificateExpiry() {
    Handshake handshake = head.handshake();
    return handshake != null
            && !handshake.peerCertificates().isEmpty()
            && handshake.peerCertificates().get(0) instanceof X509Certificate certificate
        ? certificate.getNotAfter().toInstant()
        : null;
  }
}
