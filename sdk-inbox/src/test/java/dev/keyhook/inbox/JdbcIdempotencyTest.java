package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Idempotency.Result;
import java.nio.file.Path;
import java.sql.Connection;
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
import org.sqlite.SQLiteDataSource;

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
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM effect")) {
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
  }
}
