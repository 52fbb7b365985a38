package dev.keyhook.examples.recipes;

import dev.keyhook.inbox.JdbcTransactions;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets handlers write in a transaction of Spring or JPA, which also records the event as handled.
 */
public final class FrameworkTransactions {

  private FrameworkTransactions() {}

  /**
   * Returns Spring transactions, which {@code JdbcTemplate} and repositories join.
   *
   * @param template uses the transaction manager of the data source
   */
  public static JdbcTransactions ofSpring(TransactionTemplate template, DataSource dataSource) {
    // region spring
    JdbcTransactions transactions =
        work ->
            template.executeWithoutResult(
                status -> work.run(DataSourceUtils.getConnection(dataSource)));
    // endregion
    return transactions;
  }

  /** Returns JPA transactions, in which handlers get an {@link EntityManager}. */
  public static JdbcTransactions ofJpa(SessionFactory sessionFactory) {
    // region jpa
    JdbcTransactions transactions =
        work ->
            sessionFactory.inTransaction(
                session -> session.doWork(connection -> work.run(connection, session)));
    // endregion
    return transactions;
  }
}
