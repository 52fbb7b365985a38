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
   * Called after the API has responded with 401 to this token. If {@link #accessToken()} returns
   * another one after that, the request is sent once more.
   *
   * @param accessToken the token that was refused
   */
  default void refused(Secret accessToken) {}
}
