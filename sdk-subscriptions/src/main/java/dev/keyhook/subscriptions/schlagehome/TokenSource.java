package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;

/**
 * Where access tokens come from: your own OAuth 2 code, or a {@link RefreshTokenSource}.
 *
 * <p>Must be safe for use by several threads. What it throws comes out of the client unchanged.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * Returns an access token that is valid now. Called for each attempt, on the calling thread, so
   * it should keep what it has.
   */
  Secret accessToken();

  /**
   * Says that the API answered 401 to this token. If {@link #accessToken()} returns another one
   * after that, the request is sent once more.
   *
   * @param accessToken the token that was refused
   */
  default void refused(Secret accessToken) {}
}
