package dev.keyhook.subscriptions.schlagehome;

/**
 * A store in which the nodes of an application share the tokens of one Schlage account.
 *
 * <p>If the vendor replaces refresh tokens, a node that presents one a second time may lose the
 * account's authorization. So a node first claims the right to renew by {@link #compareAndSet}, and
 * the others wait for its result. Any database with an atomic update is suitable; an example on
 * JDBC is {@code JdbcTokenStore} in the examples of Keyhook.
 *
 * <p>Implementations must be safe for use by several threads and nodes. {@link
 * RefreshTokenSource#accessToken()} passes on their exceptions unchanged.
 */
public interface TokenStore {

  /** Returns the newest state. Called when a token is missing or due, not for each request. */
  TokenState load();

  /**
   * Replaces the state in one atomic step, durably, if it still has the expected version.
   *
   * @return whether it was replaced
   */
  boolean compareAndSet(TokenState expected, TokenState next);

  /** Returns a store in memory, for one node. Its state is lost with the process. */
  static TokenStore inMemory(TokenState initial) {
    return new InMemoryTokenStore(initial);
  }
}
