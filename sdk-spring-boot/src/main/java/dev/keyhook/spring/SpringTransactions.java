package dev.keyhook.spring;

import dev.keyhook.inbox.JdbcTransactions;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs handlers in transactions of Spring's transaction manager, so that {@code @Transactional}
 * methods, {@code JdbcClient} and JPA in handlers join the transaction in which the event is
 * recorded as handled.
 */
final class SpringTransactions implements JdbcTransactions {

  private final TransactionTemplate template;
  private final DataSource dataSource;

  SpringTransactions(PlatformTransactionManager transactions, DataSource dataSource) {
    this.template = new TransactionTemplate(transactions);
    this.dataSource = dataSource;
  }

  /** Returns whether the transaction manager's transactions are in the inbox's database. */
  boolean canJoin() {
    return Boolean.TRUE.equals(
        template.execute(
            status -> {
              status.setRollbackOnly();
              return isJoined();
            }));
  }

  private boolean isJoined() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      return false;
    }
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return !connection.getAutoCommit();
    } catch (java.sql.SQLException e) {
      return false;
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  @Override
  public void run(Work work) {
    template.executeWithoutResult(
        status -> {
          Connection connection = DataSourceUtils.getConnection(dataSource);
          try {
            work.run(connection);
          } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
          }
        });
  }
}
