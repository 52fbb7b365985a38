package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.TransportException.Reason;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why there is no usable response. */
final class Failure extends Exception {

  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final boolean sent;
  private final boolean temporary;
  private final String explanation;

  Failure(
      Reason reason,
      boolean sent,
      boolean temporary,
      String explanation,
      @Nullable Throwable cause) {
    super(explanation, cause == null ? null : SafeCause.of(cause));
    this.reason = reason;
    this.sent = sent;
    this.temporary = temporary;
    this.explanation = explanation;
  }

  /** Returns the reason for an error of the HTTP library. */
  static Failure of(Throwable error, boolean sent) {
    if (causedBy(error, BoundedSockets.LimitException.class)) {
      return new Failure(
          Reason.UNREADABLE_RESPONSE, sent, false, "the response has too many bytes", error);
    }
    if (sent) {
      return error instanceof InterruptedIOException
          ? new Failure(Reason.TIMED_OUT, true, true, "no response arrived in time", error)
          : new Failure(
              Reason.CONNECTION_LOST,
              true,
              true,
              "the connection broke before the response was complete",
              error);
    }
    if (causedBy(error, ProxyLogin.RefusedException.class)) {
      return new Failure(
          Reason.UNREACHABLE,
          false,
          false,
          "the proxy requires other credentials (407); see TransportSettings.proxyCredentials",
          error);
    }
    if (error instanceof InterruptedIOException) { // SocketTimeoutException among them
      return new Failure(
          Reason.TIMED_OUT, false, true, "no connection could be made in time", error);
    }
    if (error instanceof UnknownServiceException
        || error instanceof SSLPeerUnverifiedException
        || causedBy(error, CertificateException.class)) {
      return new Failure(
          Reason.INSECURE, false, false, "the server's certificate is not trusted", error);
    }
    if (error instanceof SSLException
        && !causedBy(error, EOFException.class)
        && !causedBy(error, SocketException.class)) {
      return new Failure(Reason.INSECURE, false, false, "TLS 1.2 or 1.3 was not possible", error);
    }
    if (error instanceof UnknownHostException) {
      return new Failure(Reason.UNREACHABLE, false, true, "the host is not known", error);
    }
    if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
      return new Failure(Reason.UNREACHABLE, false, true, "no connection could be made", error);
    }
    return new Failure(
        Reason.UNREACHABLE, false, true, "the connection broke while it was made", error);
  }

  private static boolean causedBy(Throwable error, Class<? extends Throwable> type) {
    Throwable next = error;
    for (int depth = 0; next != null && depth < 16; depth++) {
      if (type.isInstance(next)) {
        return true;
      }
      next = next.getCause();
    }
    return false;
  }

  Reason reason() {
    return reason;
  }

  boolean sent() {
    return sent;
  }

  boolean isTemporary() {
    return temporary;
  }

  String explanation() {
    return explanation;
  }
}
