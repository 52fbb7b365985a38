package dev.keyhook.inbox;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A small connection pool, such as users have. It waits for a connection for half a second. */
final class Pool implements DataSource, AutoCloseable {

  private final DataSource source;
  private final Semaphore free;
  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

  Pool(DataSource source, int size) {
    this.source = source;
    this.free = new Semaphore(size);
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (!free.tryAcquire(500, TimeUnit.MILLISECONDS)) {
        throw new SQLException("The pool has no free connection", "08001");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException(e);
    }
    boolean isOpen = false;
    try {
      Connection connection = idle.poll();
      while (connection != null && !connection.isValid(1)) {
        connection = idle.poll();
      }
      Connection pooled = pooled(connection == null ? source.getConnection() : connection);
      isOpen = true;
      return pooled;
    } finally {
      if (!isOpen) {
        free.release();
      }
    }
  }

  private Connection pooled(Connection connection) {
    boolean[] isClosed = new boolean[1];
    return (Connection)
        Proxy.newProxyInstance(
            Pool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                if (!isClosed[0]) {
                  isClosed[0] = true;
                  giveBack(connection);
                }
                return null;
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void giveBack(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      idle.add(connection);
    }
    free.release();
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Not a wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
