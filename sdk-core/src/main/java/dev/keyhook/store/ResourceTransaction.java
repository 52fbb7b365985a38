package dev.keyhook.store;

/** A transaction over one resource of the caller. */
record ResourceTransaction(Class<?> type, Object resource) implements Transaction {

  @Override
  public <T> T unwrap(Class<T> wanted) {
    if (wanted.isAssignableFrom(type)) {
      return wanted.cast(resource);
    }
    throw new IllegalStateException(
        "This transaction has a " + type.getName() + ", not a " + wanted.getName());
  }

  @Override
  public String toString() {
    return "Transaction[" + type.getName() + "]";
  }
}
