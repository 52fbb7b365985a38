package dev.keyhook.subscriptions.internal;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies an error without content that may be secret.
 *
 * <p>Classes' names and stack traces are kept. Messages are kept only where the JDK's network and
 * TLS classes write them: others quote URLs, status lines or headers.
 */
final class SafeCause {

  private static final int MAX_DEPTH = 8;
  private static final Set<String> PLAIN_SPOKEN =
      Set.of(
          "java.net.ConnectException",
          "java.net.NoRouteToHostException",
          "java.net.PortUnreachableException",
          "java.net.SocketException",
          "java.net.SocketTimeoutException",
          "java.net.UnknownHostException");

  private SafeCause() {}

  /** Returns a copy of the error and its causes. */
  static IOException of(Throwable error) {
    return copy(error, 0);
  }

  private static IOException copy(Throwable error, int depth) {
    String name = error.getClass().getName();
    @Nullable String message = error.getMessage();
    boolean plain =
        PLAIN_SPOKEN.contains(name)
            || name.startsWith("javax.net.ssl.")
            || name.startsWith("java.security.cert.")
            || name.startsWith("sun.security.");
    IOException copy = new IOException(plain && message != null ? name + ": " + message : name);
    copy.setStackTrace(error.getStackTrace());
    Throwable cause = error.getCause();
    if (cause != null && depth < MAX_DEPTH) {
      copy.initCause(copy(cause, depth + 1));
    }
    return copy;
  }
}
