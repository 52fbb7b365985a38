package dev.keyhook.subscriptions.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Your application's registration at Schlage: client id, client secret and the URLs of the
 * authorization server.
 *
 * <p>The vendor issues id and secret on request (getting-started page). The token URL is from an
 * integrator (OwnerRez, 2024), the authorization URL from a description that calls itself inferred
 * (api-evangelist, 2026-08). Immutable; prints no secret.
 */
public final class OAuthClient {

  private final URI tokenUrl;
  private final URI authorizationUrl;
  private final String clientId;
  private final Supplier<Secret> clientSecret;
  private final boolean secretInBody;

  private OAuthClient(Builder builder) {
    if (builder.clientId == null || builder.clientSecret == null) {
      throw new IllegalStateException("Set both clientId(...) and clientSecret(...)");
    }
    this.tokenUrl = builder.tokenUrl;
    this.authorizationUrl = builder.authorizationUrl;
    this.clientId = builder.clientId;
    this.clientSecret = builder.clientSecret;
    this.secretInBody = builder.secretInBody;
  }

  /** Returns a builder; client id and client secret are required. */
  public static Builder builder() {
    return new Builder();
  }

  URI tokenEndpoint() {
    return tokenUrl;
  }

  URI authorizationEndpoint() {
    return authorizationUrl;
  }

  String id() {
    return clientId;
  }

  boolean sendsSecretInBody() {
    return secretInBody;
  }

  Secret secret() {
    Secret secret = clientSecret.get();
    if (secret == null) {
      throw new IllegalStateException("The supplier of clientSecret returned null");
    }
    return secret;
  }

  /** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
  Secret basicCredentials() {
    String pair =
        URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(secret().reveal(), UTF_8);
    return Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  /** Returns the client id. */
  @Override
  public String toString() {
    return "OAuthClient[" + clientId + "]";
  }

  /** Builds an {@link OAuthClient}. Not safe for use by several threads. */
  public static final class Builder {

    private URI tokenUrl = URI.create("https://account.schlage.com/oauth2/token");
    private URI authorizationUrl = URI.create("https://account.schlage.com/oauth2/authorize");
    private @Nullable String clientId;
    private @Nullable Supplier<Secret> clientSecret;
    private boolean secretInBody;

    private Builder() {}

    /**
     * Sets the URL where tokens are requested, {@code https://account.schlage.com/oauth2/token}
     * unless set.
     *
     * @param tokenUrl HTTPS, or plain HTTP on a loopback address
     */
    public Builder tokenUrl(URI tokenUrl) {
      this.tokenUrl = Objects.requireNonNull(tokenUrl, "tokenUrl");
      return this;
    }

    /**
     * Sets where the user's browser is sent, {@code https://account.schlage.com/oauth2/authorize}
     * unless set.
     */
    public Builder authorizationUrl(URI authorizationUrl) {
      this.authorizationUrl = Objects.requireNonNull(authorizationUrl, "authorizationUrl");
      return this;
    }

    /** Sets the client id. */
    public Builder clientId(String clientId) {
      this.clientId = Objects.requireNonNull(clientId, "clientId");
      return this;
    }

    /** Sets the supplier of the client secret; it is called for each request for a token. */
    public Builder clientSecret(Supplier<Secret> clientSecret) {
      this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
      return this;
    }

    /**
     * Sends client id and secret in the body instead of HTTP Basic authentication.
     *
     * <p>Every server must accept Basic (RFC 6749 section 2.3.1); which form this vendor expects is
     * not published.
     */
    public Builder clientSecretInBody() {
      this.secretInBody = true;
      return this;
    }

    /**
     * Returns the client.
     *
     * @throws IllegalStateException if the client id or the client secret is missing
     */
    public OAuthClient build() {
      return new OAuthClient(this);
    }
  }
}
