package dev.keyhook.subscriptions.schlagehome;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Links a user's Schlage account to your web application: the authorization-code grant of OAuth 2
 * (RFC 6749 section 4.1) with PKCE (RFC 7636).
 *
 * <pre>{@code
 * AuthorizationRequest request = grant.begin();  // keep it in the user's session
 * response.sendRedirect(request.url().toString());
 * // ... the browser comes back to the redirect URL:
 * TokenState tokens = grant.finish(request, urlOfThisRequest);
 * store.insert(account, tokens);                 // from then on, RefreshTokenSource renews them
 * }</pre>
 *
 * <p>The vendor documents the grant and that redirect URLs are registered; PKCE and scopes are not
 * documented. A server that does not know PKCE ignores it. Thread-safe; close it when it is no
 * longer needed.
 */
public final class AuthorizationCodeGrant implements AutoCloseable {

  private static final String OPERATION = "AuthorizationCodeGrant.finish";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final OAuthClient client;
  private final URI redirectUrl;
  private final List<String> scopes;
  private final TokenEndpoint endpoint;
  private final SecureRandom random = new SecureRandom();

  private AuthorizationCodeGrant(Builder builder) {
    if (builder.client == null || builder.redirectUrl == null) {
      throw new IllegalStateException("Set both client(...) and redirectUrl(...)");
    }
    if (builder.client.authorizationEndpoint().getRawFragment() != null
        || builder.redirectUrl.getRawFragment() != null
        || !builder.redirectUrl.isAbsolute()) {
      throw new IllegalArgumentException(
          "The redirect URL must be absolute, and neither URL may have a fragment (RFC 6749 section"
              + " 3.1)");
    }
    this.client = builder.client;
    this.redirectUrl = builder.redirectUrl;
    this.scopes = builder.scopes;
    this.endpoint = new TokenEndpoint(client, builder.transport);
  }

  /** Returns a builder; the client and the redirect URL are required. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins the authorization of one user. Nothing is sent. */
  public AuthorizationRequest begin() {
    Secret state = random(16);
    Secret verifier = random(32);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", redirectUrl.toString());
    query.put("state", state.reveal());
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    if (!scopes.isEmpty()) {
      query.put("scope", String.join(" ", scopes));
    }
    String text =
        query.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    URI target = client.authorizationEndpoint();
    String separator = target.getRawQuery() == null ? "?" : "&";
    return AuthorizationRequest.of(URI.create(target + separator + text), state, verifier);
  }

  /**
   * Exchanges the code in the URL to which the browser returned for tokens.
   *
   * @param request what {@link #begin()} returned for this user's session
   * @param redirectedTo the URL that the browser requested, with its query; scheme and host do not
   *     matter
   * @throws AuthorizationException if the user declined, or the URL does not belong to the request
   * @throws ApiException if the vendor refuses the code
   * @throws TransportException if no usable response arrives; the user must begin again
   */
  public TokenState finish(AuthorizationRequest request, URI redirectedTo) {
    Map<String, String> query = query(redirectedTo);
    if (!request.state().matches(query.getOrDefault("state", "").getBytes(UTF_8))) {
      throw new AuthorizationException(
          AuthorizationException.Reason.OTHER_SESSION,
          "The state in the URL is not that of the user's session; let the user begin again");
    }
    String error = query.get("error");
    if (error != null) {
      boolean denied = error.equals("access_denied");
      throw new AuthorizationException(
          denied ? AuthorizationException.Reason.DENIED : AuthorizationException.Reason.REFUSED,
          denied ? "The user declined" : "The vendor reported an error instead of a code");
    }
    String code = query.getOrDefault("code", "");
    if (code.isBlank()) {
      throw new AuthorizationException(
          AuthorizationException.Reason.NO_CODE, "The URL has no authorization code");
    }
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("grant_type", "authorization_code");
    grant.put("code", code);
    grant.put("redirect_uri", redirectUrl.toString());
    grant.put("code_verifier", request.codeVerifier().reveal());
    TokenEndpoint.Issued issued =
        endpoint.ask(
            OPERATION,
            grant,
            List.of(request.codeVerifier(), Secret.of(code.strip())),
            Duration.ofSeconds(60));
    if (issued.refreshToken() == null) {
      throw new TransportException(
          OPERATION,
          TransportException.Reason.UNREADABLE_RESPONSE,
          true,
          "the response has no refresh_token; is a scope missing?",
          null);
    }
    return TokenState.of(issued.refreshToken(), issued.accessToken(), issued.renewAt());
  }

  private static Map<String, String> query(URI url) {
    Map<String, String> values = new HashMap<>();
    String raw = url.getRawQuery() == null ? "" : url.getRawQuery();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return values;
  }

  private Secret random(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Secret.of(BASE64.encodeToString(value));
  }

  private static String challenge(Secret verifier) {
    try {
      return BASE64.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(verifier.reveal().getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }

  /** Ends running calls and refuses new ones. */
  @Override
  public void close() {
    endpoint.close();
  }

  /** Prints no secret. */
  @Override
  public String toString() {
    return "AuthorizationCodeGrant";
  }

  /** Builds an {@link AuthorizationCodeGrant}. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable OAuthClient client;
    private @Nullable URI redirectUrl;
    private List<String> scopes = List.of();
    private TransportSettings transport = TransportSettings.defaults();

    private Builder() {}

    /** Sets the OAuth client. */
    public Builder client(OAuthClient client) {
      this.client = Objects.requireNonNull(client, "client");
      return this;
    }

    /** Sets the URL of your application, registered at the vendor, to which the browser returns. */
    public Builder redirectUrl(URI redirectUrl) {
      this.redirectUrl = Objects.requireNonNull(redirectUrl, "redirectUrl");
      return this;
    }

    /** Sets the scopes to ask for; none unless set. */
    public Builder scopes(String... scopes) {
      this.scopes = List.of(scopes);
      return this;
    }

    /** Sets timeouts. */
    public Builder transport(TransportSettings transport) {
      this.transport = Objects.requireNonNull(transport, "transport");
      return this;
    }

    /**
     * Returns the grant. Nothing is sent yet.
     *
     * @throws IllegalStateException if something required is missing
     * @throws IllegalArgumentException if the token URL is neither HTTPS nor on a loopback address,
     *     the redirect URL is not absolute, or a URL has a fragment
     */
    public AuthorizationCodeGrant build() {
      return new AuthorizationCodeGrant(this);
    }
  }
}
