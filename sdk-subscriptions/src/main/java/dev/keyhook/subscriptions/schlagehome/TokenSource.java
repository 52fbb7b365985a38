package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;

/**
 * A source of access tokens: your own OAuth 2 code, or a {@link RefreshTokenSource}.
 *
 * <p>Must be safe for use by several threads. The client passes on its exceptions unchanged.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * Returns a valid access token. Called for each attempt, on the calling thread, so it should
   * cache the token.
   */
  Secret accessToken();

  /**
   * Called when the API responds with 401 to a token. If {@link #accessToken()} then returns a
   * different token, the request is sent again, once.
   *
   * @param accessToken the token that was refused
   */
  default void refused(Secret accessToken) {}
}
