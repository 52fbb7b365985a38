package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Idempotency.Result;
import dev.keyhook.testkit.IdempotencyContract;
import java.lang.reflect.InvocationHandler;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.sqlite.SQLiteDataSource;

@Execution(ExecutionMode.CONCURRENT)
class JdbcIdempotencyTest {

  abstract static class Contract {

    DataSource source;
    Idempotency store;

    abstract DataSource create() throws SQLException;

    @BeforeEach
    void open() throws SQLException {
      source = create();
      execute("CREATE TABLE effect (text varchar(100))");
      assertThatThrownBy(() -> JdbcIdempotency.of(source))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("CREATE TABLE keyhook_handled");
      store = JdbcIdempotency.builder(source).createTable().open();
    }

    void execute(String sql) throws SQLException {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    long effects() throws SQLException {
      return rows("effect");
    }

    long rows(String from) throws SQLException {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
        row.next();
        return row.getLong(1);
      }
    }

    static Idempotency.Work writing(String text) {
      return transaction -> {
        try (Statement statement = transaction.unwrap(Connection.class).createStatement()) {
          statement.executeUpdate("INSERT INTO effect VALUES ('" + text + "')");
        }
      };
    }

    @Test
    void keepsTheContractOfIdempotency() throws Exception {
      IdempotencyContract.check(store);
    }

    @Test
    void runsTheWorkOfAKeyOnce() throws Exception {
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DONE);
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DUPLICATE);
      assertThat(store.once("bells", "2", writing("a"))).isEqualTo(Result.DONE);
      assertThat(store.once("other", "1", writing("a"))).isEqualTo(Result.DONE);
      assertThat(effects()).isEqualTo(3);
    }

    @Test
    void rollsTheKeyBackTogetherWithTheWrites() throws Exception {
      assertThatThrownBy(
              () ->
                  store.once(
                      "bells",
                      "1",
                      transaction -> {
                        writing("a").run(transaction);
                        throw new java.io.IOException("after the write");
                      }))
          .isInstanceOf(java.io.IOException.class);
      assertThat(effects()).isZero();
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DONE);
      assertThat(effects()).isEqualTo(1);
    }

    @Test
    void doesNotRunWhatAnotherCallerIsRunning() throws Exception {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      CountDownLatch runs = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Future<Result> first =
          thread.submit(
              () ->
                  store.once(
                      "bells",
                      "1",
                      transaction -> {
                        runs.countDown();
                        assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                      }));
      assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.IN_PROGRESS);
      mayEnd.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(Result.DONE);
      thread.shutdownNow();
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DUPLICATE);
      assertThat(effects()).isZero();
    }

    @Test
    void throwsWhatTheWorkThrewAlsoIfTheConnectionIsBroken() {
      assertThatThrownBy(
              () ->
                  store.once(
                      "bells",
                      "1",
                      transaction -> {
                        transaction.unwrap(Connection.class).close();
                        throw new java.io.IOException("the work's own");
                      }))
          .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void deletesOldKeysInSteps() throws Exception {
      insertOldKeys(1500);
      store.once("bells", "1", writing("a"));
      assertThat(oldKeys()).isEqualTo(500);
      store.once("bells", "2", writing("a"));
      assertThat(oldKeys()).isZero();
    }

    private void insertOldKeys(int count) throws SQLException {
      try (Connection connection = source.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO keyhook_handled VALUES (?, 1)")) {
        connection.setAutoCommit(false);
        for (int i = 0; i < count; i++) {
          insert.setBytes(1, new byte[] {(byte) (i >> 8), (byte) i});
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      }
    }

    private long oldKeys() throws SQLException {
      return rows("keyhook_handled WHERE handled_at = 1");
    }

    @Test
    void leavesConnectionsOfAPoolAsTheyWere() throws Exception {
      insertOldKeys(1);
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        store = JdbcIdempotency.of(poolOf(connection));
        assertThat(connection.getAutoCommit()).as("after opening").isFalse();
        assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DONE);
        assertThat(connection.getAutoCommit()).as("after new work").isFalse();
        assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DUPLICATE);
        assertThat(connection.getAutoCommit()).as("after a duplicate").isFalse();
        assertThatThrownBy(() -> store.once("bells", "2", failing()))
            .isInstanceOf(java.io.IOException.class);
        assertThat(connection.getAutoCommit()).as("after failed work").isFalse();
        connection.rollback();
      }
      assertThat(effects()).isEqualTo(1);
      assertThat(oldKeys()).isZero();
    }

    @Test
    void createsItsTableOnConnectionsThatDoNotCommitByThemselves() throws Exception {
      execute("DROP TABLE keyhook_handled");
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        store = JdbcIdempotency.builder(poolOf(connection)).createTable().open();
        connection.rollback();
        assertThat(connection.getAutoCommit()).isFalse();
      }
      assertThat(rows("keyhook_handled")).isZero();
    }

    private static Idempotency.Work failing() {
      return transaction -> {
        throw new java.io.IOException("failed");
      };
    }

    /** Returns a pool of one connection that does not reset what its users change. */
    private static DataSource poolOf(Connection connection) {
      Object pooled =
          proxy(
              Connection.class,
              (proxy, method, args) ->
                  method.getName().equals("close") ? null : method.invoke(connection, args));
      return (DataSource) proxy(DataSource.class, (proxy, method, args) -> pooled);
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
      return java.lang.reflect.Proxy.newProxyInstance(
          JdbcIdempotencyTest.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Test
    void acceptsKeysOfAnyLengthAndContent() throws Exception {
      for (String key : new String[] {"", "\0", "\uD800", "\uD801", "x".repeat(100_000), "'; --"}) {
        assertThat(store.once("bells", key, writing("a"))).isEqualTo(Result.DONE);
        assertThat(store.once("bells", key, writing("a"))).isEqualTo(Result.DUPLICATE);
      }
    }
  }

  @Nested
  class InPostgres extends Contract {
    @Override
    DataSource create() throws SQLException {
      return Postgres.newSchema();
    }

    @Test
    void leavesTheApplicationsLockTimeoutAsItIs() throws Exception {
      store.once(
          "bells",
          "1",
          transaction -> {
            try (Statement statement = transaction.unwrap(Connection.class).createStatement();
                ResultSet row = statement.executeQuery("SHOW lock_timeout")) {
              row.next();
              assertThat(row.getString(1)).isEqualTo("0");
            }
          });
    }
  }

  @Nested
  class InSqlite extends Contract {

    @TempDir Path folder;

    @Override
    DataSource create() {
      SQLiteDataSource sqlite = new SQLiteDataSource();
      sqlite.setUrl("jdbc:sqlite:" + folder.resolve("app.db"));
      sqlite.getConfig().setBusyTimeout(200);
      return sqlite;
    }

    @Test
    void doesNotFailWorkBecauseOldKeysCannotBeDeleted() throws Exception {
      execute("INSERT INTO keyhook_handled VALUES (x'00', 1)");
      execute(
          "CREATE TRIGGER refuse BEFORE DELETE ON keyhook_handled"
              + " BEGIN SELECT RAISE(ABORT, 'no'); END");
      assertThat(store.once("bells", "1", writing("a"))).isEqualTo(Result.DONE);
      assertThat(effects()).isEqualTo(1);
    }
  }
}
