package dev.keyhook.store;

import java.util.Objects;

/**
 * The transaction in which a handler's writes and the record that the event was handled commit
 * together.
 *
 * <p>Used by the thread that handles the event only.
 */
public interface Transaction {

  /**
   * Returns the resource to write with, such as a {@code java.sql.Connection}. Do not commit, roll
   * back or close it: the owner of the transaction does that after the handler.
   *
   * @param type the class or interface of the resource
   * @throws IllegalStateException if there is no transaction, or none with such a resource; the
   *     message says how to get one
   */
  <T> T unwrap(Class<T> type);

  /** Returns a transaction that the caller commits or rolls back. */
  static <T> Transaction of(Class<T> type, T resource) {
    return new ResourceTransaction(
        Objects.requireNonNull(type, "type"), Objects.requireNonNull(resource, "resource"));
  }

  /**
   * Returns an object that represents no transaction: {@link #unwrap} throws.
   *
   * @param advice how to get a transaction, as a sentence for the exception's message
   */
  static Transaction none(String advice) {
    return new NoTransaction(Objects.requireNonNull(advice, "advice"));
  }
}
