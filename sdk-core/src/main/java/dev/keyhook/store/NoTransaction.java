package dev.keyhook.store;

/** The absence of a transaction. */
record NoTransaction(String advice) implements Transaction {

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new IllegalStateException("There is no transaction. " + advice);
  }

  @Override
  public String toString() {
    return "Transaction[none]";
  }
}
