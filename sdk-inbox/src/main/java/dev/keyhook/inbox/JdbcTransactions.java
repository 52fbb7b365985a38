package dev.keyhook.inbox;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs handlers in transactions of the application's own framework, so that the record that an
 * event was handled commits together with what the handler writes.
 *
 * <p>With Spring:
 *
 * <pre>{@code
 * JdbcTransactions spring = work ->
 *     transactionTemplate.executeWithoutResult(
 *         status -> work.run(DataSourceUtils.getConnection(dataSource)));
 * }</pre>
 *
 * <p>With JPA on Hibernate:
 *
 * <pre>{@code
 * JdbcTransactions jpa = work ->
 *     sessionFactory.inTransaction(
 *         session -> session.doWork(connection -> work.run(connection, session)));
 * }</pre>
 *
 * <p>The transaction must be in the database of the inbox. Implementations are safe for use by any
 * number of threads.
 */
@FunctionalInterface
public interface JdbcTransactions {

  /** What runs in a transaction. */
  @FunctionalInterface
  interface Work {

    /**
     * Runs the handler, then records the event as handled.
     *
     * @param connection the transaction's connection
     * @param resources what else a handler may ask {@code context.transaction(...)} for, such as an
     *     {@code EntityManager}
     * @throws RuntimeException if the transaction must be rolled back; pass it on as it is
     */
    void run(Connection connection, Object... resources);
  }

  /**
   * Begins a transaction, runs the work in it on this thread, and commits; or rolls back if the
   * work throws, and throws that exception.
   *
   * @throws SQLException if the transaction cannot begin or commit
   */
  void run(Work work) throws SQLException;
}
