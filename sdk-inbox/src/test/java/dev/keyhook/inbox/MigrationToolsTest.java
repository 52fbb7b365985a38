package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;

/** The scripts in the jar run in the tools that users have. */
@Execution(ExecutionMode.CONCURRENT)
class MigrationToolsTest {

  private static void assertThatTheInboxOpens(PGSimpleDataSource source) throws Exception {
    Handled handled = new Handled();
    try (JdbcInbox inbox = JdbcInbox.of(source)) {
      inbox.append(List.of(Ring.of("1", "door", "a").entry()));
      InboxWorker worker =
          InboxWorker.of(inbox)
              .idempotency(JdbcIdempotency.of(source))
              .handle(Ring.router().otherwise(handled::add).build())
              .start();
      handled.await(1);
      worker.close();
    }
    assertThat(handled.texts()).containsExactly("a");
  }

  @Test
  void flywayRunsTheScripts() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    for (String name : List.of("inbox", "idempotency")) {
      Flyway.configure()
          .dataSource(source)
          .defaultSchema(source.getCurrentSchema())
          .table("flyway_" + name)
          .locations("classpath:META-INF/keyhook/" + name + "/postgresql")
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    }
    assertThatTheInboxOpens(source);
  }

  @Test
  void liquibaseRunsTheScripts() throws Exception {
    PGSimpleDataSource source = Postgres.newSchema();
    LIQUIBASE_LOG.setLevel(Level.OFF);
    Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> update(source));
    assertThatTheInboxOpens(source);
  }

  /** Kept here, since loggers that nothing refers to lose their level. */
  private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

  private static void update(PGSimpleDataSource source) throws Exception {
    try (Connection connection = source.getConnection();
        Liquibase liquibase =
            new Liquibase(
                "keyhook-changelog.xml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(connection))) {
      liquibase.setShowSummary(UpdateSummaryEnum.OFF);
      liquibase.update();
    }
  }
}
