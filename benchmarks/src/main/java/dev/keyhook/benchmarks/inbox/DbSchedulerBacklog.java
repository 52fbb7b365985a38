package dev.keyhook.benchmarks.inbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.JavaSerializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One-time tasks of db-scheduler, with its polling strategy for PostgreSQL. */
final class DbSchedulerBacklog implements Backlog {

  private final Postgres postgres;
  private final String schema;
  private final int events;

  DbSchedulerBacklog(Postgres postgres, int events) throws SQLException {
    this.postgres = postgres;
    this.schema = postgres.newSchema();
    this.events = events;
    postgres.execute(
        schema,
        // As its documentation creates it.
        "CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,"
            + " task_data bytea, execution_time timestamptz NOT NULL, picked boolean NOT NULL,"
            + " picked_by text, last_success timestamptz, last_failure timestamptz,"
            + " consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL,"
            + " priority smallint, PRIMARY KEY (task_name, task_instance))",
        "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
        "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
  }

  @Override
  public void refill() throws SQLException {
    postgres.execute(schema, "TRUNCATE scheduled_tasks");
    try (HikariDataSource pool = postgres.pool(schema, 1, true);
        Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time,"
                    + " picked, version) SELECT 'job', 'job-' || i, ?, now(), FALSE, 1"
                    + " FROM generate_series(1, ?) i")) {
      insert.setBytes(1, new JavaSerializer().serialize(new Job("job", "lane", 0).body()));
      insert.setInt(2, events);
      insert.executeUpdate();
    }
    postgres.execute(schema, "VACUUM ANALYZE", "CHECKPOINT");
  }

  @Override
  public Workers start(CountDownLatch handled) {
    HikariDataSource pool = postgres.pool(schema, WORKERS + 4, false);
    OneTimeTask<byte[]> task =
        Tasks.oneTime("job", byte[].class).execute((instance, context) -> handled.countDown());
    Scheduler scheduler =
        Scheduler.create(pool, task)
            .threads(WORKERS)
            .pollUsingLockAndFetch(1.0, 20.0)
            .pollingInterval(Duration.ofMillis(100))
            .build();
    scheduler.start();
    return () -> {
      scheduler.stop();
      pool.close();
    };
  }

  @Override
  public void close() throws SQLException {
    postgres.drop(schema);
  }
}
