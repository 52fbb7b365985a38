package dev.keyhook.examples.recipes;

import dev.keyhook.inbox.JdbcTransactions;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets handlers write in transactions of Spring or JPA, in which the inbox records the event. */
public final class FrameworkTransactions {

  private FrameworkTransactions() {}

  /**
   * Returns transactions of Spring, which a {@code JdbcTemplate} and repositories join.
   *
   * @param template over the transaction manager of the data source
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

  /** Returns transactions of JPA, in which handlers get an {@link EntityManager}. */
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
