package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.Secret;
import java.util.function.Consumer;

/** A store of one node that passes each new refresh token to the application. Thread-safe. */
final class KeptRefreshTokens implements TokenStore {

  private final TokenStore memory;
  private final Consumer<Secret> keep;

  KeptRefreshTokens(Secret refreshToken, Consumer<Secret> keep) {
    this.memory = TokenStore.inMemory(TokenState.of(refreshToken));
    this.keep = keep;
  }

  @Override
  public TokenState load() {
    return memory.load();
  }

  @Override
  public boolean compareAndSet(TokenState expected, TokenState next) {
    if (!next.refreshToken().equals(load().refreshToken())) {
      keep.accept(next.refreshToken());
    }
    return memory.compareAndSet(expected, next);
  }
}
