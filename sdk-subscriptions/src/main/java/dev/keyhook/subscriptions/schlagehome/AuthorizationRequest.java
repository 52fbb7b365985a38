package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import java.net.URI;
import java.util.Objects;

/**
 * The start of an authorization: the URL for the user's browser, and values to keep in the user's
 * session until it returns. Immutable; prints no secret.
 */
public final class AuthorizationRequest {

  private final URI url;
  private final Secret state;
  private final Secret codeVerifier;

  private AuthorizationRequest(URI url, Secret state, Secret codeVerifier) {
    this.url = Objects.requireNonNull(url, "url");
    this.state = Objects.requireNonNull(state, "state");
    this.codeVerifier = Objects.requireNonNull(codeVerifier, "codeVerifier");
  }

  /** Returns a request from the parts that were kept in the user's session. */
  public static AuthorizationRequest of(URI url, Secret state, Secret codeVerifier) {
    return new AuthorizationRequest(url, state, codeVerifier);
  }

  /** Returns the URL to which to send the user's browser. */
  public URI url() {
    return url;
  }

  /** Returns the value that ties the response to the user's session (RFC 6749 section 10.12). */
  public Secret state() {
    return state;
  }

  /** Returns the PKCE code verifier (RFC 7636), which never leaves your server until the end. */
  public Secret codeVerifier() {
    return codeVerifier;
  }

  /** Prints no secret. */
  @Override
  public String toString() {
    return "AuthorizationRequest";
  }
}
