package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.BaseUrl;
import dev.keyhook.subscriptions.internal.Credentials;
import dev.keyhook.subscriptions.internal.Credentials.HeaderSource;
import dev.keyhook.subscriptions.internal.Deadline;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vendor's token endpoint (RFC 6749 section 3.2). Thread-safe. */
final class TokenEndpoint implements AutoCloseable {

  private final HttpApi api;
  private final OAuthClient client;
  private final TransportSettings transport;

  TokenEndpoint(OAuthClient client, TransportSettings transport) {
    this.client = client;
    this.transport = transport;
    this.api =
        new HttpApi(
            BaseUrl.of(client.tokenEndpoint()),
            transport,
            client.sendsSecretInBody()
                ? List::of
                : Credentials.of(
                    new HeaderSource(
                        "clientSecret", "Authorization", "Basic ", client::basicCredentials)));
  }

  /**
   * Tokens that were issued.
   *
   * @param accessToken the access token, which a header can carry
   * @param refreshToken a new refresh token, if the old one was replaced
   * @param renewAt when to renew the access token; null if the vendor does not say
   */
  record Issued(Secret accessToken, @Nullable Secret refreshToken, @Nullable Instant renewAt) {}

  /**
   * Requests tokens. The request is sent once, and an interrupt does not end it: if its response is
   * lost, the grant may be used up.
   *
   * @param operation name of the public method, for errors
   * @param grant the fields of the grant
   * @param secrets those of their values that are secret
   * @param margin how long before its end a token is renewed
   */
  Issued ask(String operation, Map<String, String> grant, List<Secret> secrets, Duration margin) {
    Deadline deadline = api.deadline(); // includes the supplier of the client secret
    Map<String, String> fields = new LinkedHashMap<>(grant);
    List<Secret> hidden = new ArrayList<>(secrets);
    if (client.sendsSecretInBody()) {
      Secret secret = client.secret();
      fields.put("client_id", client.id());
      fields.put("client_secret", secret.reveal());
      hidden.add(secret);
    }
    Instant asked = transport.clock().instant();
    ApiCall call = ApiCall.of(operation, "POST").form(fields, hidden).uninterruptible();
    Json response = api.call(call, deadline);
    Secret token = token(operation, response, "access_token");
    if (token == null) {
      throw unreadable(operation, "the response has no access_token");
    }
    return new Issued(
        token, token(operation, response, "refresh_token"), renewAt(asked, response, margin));
  }

  private static @Nullable Secret token(String operation, Json response, String name) {
    String text = response.text(name).map(String::strip).orElse("");
    if (text.isEmpty()) {
      return null;
    }
    if (!Credentials.isSendable(text)) {
      throw unreadable(operation, "the " + name + " has a character that a token cannot have");
    }
    return Secret.of(text);
  }

  private static TransportException unreadable(String operation, String explanation) {
    return new TransportException(operation, Reason.UNREADABLE_RESPONSE, true, explanation, null);
  }

  private static @Nullable Instant renewAt(Instant asked, Json response, Duration margin) {
    long seconds = response.number("expires_in").orElse(0);
    if (seconds <= 0) {
      return null;
    }
    Duration life = Duration.ofSeconds(Math.min(seconds, Duration.ofDays(365).toSeconds()));
    Duration half = life.dividedBy(2);
    // With a lifetime below twice the margin, each call would otherwise renew the token.
    return asked.plus(life).minus(half.compareTo(margin) < 0 ? half : margin);
  }

  @Override
  public void close() {
    api.close();
  }
}
