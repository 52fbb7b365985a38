package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.TransportSettings.ProxyCredentials;
import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Authenticates to a proxy with the first request to it. Thread-safe. */
final class ProxyLogin implements Authenticator {

  private static final String HEADER = "Proxy-Authorization";

  private final @Nullable ProxyCredentials credentials;

  ProxyLogin(@Nullable ProxyCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response)
      throws IOException {
    if (!isBeforeTheRequest(response)) {
      throw new RefusedException();
    }
    if (credentials == null) {
      return null;
    }
    Secret password = credentials.password().get();
    return response
        .request()
        .newBuilder()
        .header(HEADER, Credentials.basic(credentials.user(), password.reveal(), UTF_8))
        .build();
  }

  /** OkHttp asks before the first request, with a made-up response. */
  private static boolean isBeforeTheRequest(Response response) {
    return response.challenges().stream()
        .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
  }

  /** The proxy requires credentials, or does not accept those that were sent. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;
  }
}
