package dev.keyhook.subscriptions.schlagehome;

/** The tokens of one node, lost with its process. Thread-safe. */
final class InMemoryTokenStore implements TokenStore {

  private TokenState current;

  InMemoryTokenStore(TokenState initial) {
    this.current = initial;
  }

  @Override
  public synchronized TokenState load() {
    return current;
  }

  @Override
  public synchronized boolean compareAndSet(TokenState expected, TokenState next) {
    if (current.version() != expected.version()) {
      return false;
    }
    current = next;
    return true;
  }
}
