package dev.keyhook.kafka;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database with one connection for each thread, which stays open between uses. */
final class ThreadConnections extends PGSimpleDataSource {

  private static final long serialVersionUID = 1;

  private final transient PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
  private final transient Map<Thread, PooledConnection> connections = new ConcurrentHashMap<>();

  ThreadConnections(String url) {
    source.setURL(url);
  }

  @Override
  public Connection getConnection() throws SQLException {
    PooledConnection connection = connections.get(Thread.currentThread());
    if (connection == null) {
      connection = source.getPooledConnection();
      connections.put(Thread.currentThread(), connection);
    }
    return connection.getConnection();
  }
}
