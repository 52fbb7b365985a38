package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.InboxUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteInboxTest extends AdminContract {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("keyhook.db");
  }

  @Override
  JdbcInbox.Builder builder() {
    return JdbcInbox.builder(file());
  }

  @Override
  String blob(String text) {
    return "x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  @Test
  void refusesASecondOwnerOfTheFile() {
    JdbcInbox first = open();
    assertThatThrownBy(() -> JdbcInbox.file(file()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keyhook.db")
        .hasMessageContaining("alongside()");
    first.close();
    JdbcInbox.file(file()).close();
  }

  @Test
  void keepsAnotherProcessOutAlsoAfterThisOneTriedToOpenTheFileTwice() throws Exception {
    JdbcInbox first = open();
    assertThatThrownBy(() -> JdbcInbox.file(file())).isInstanceOf(IllegalStateException.class);
    assertThat(SecondOwner.run(file())).isEqualTo(SecondOwner.REFUSED);
    first.close();
    assertThat(SecondOwner.run(file())).isZero();
  }

  @Test
  void saysThatAFolderIsMissing() {
    Path missing = folder.resolve("missing").resolve("keyhook.db");
    assertThatThrownBy(() -> JdbcInbox.file(missing))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("keyhook.db.lock");
  }

  @Test
  void looksForOldRowsWithoutHoldingUpTheWriter() throws Exception {
    JdbcInbox inbox = open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    JdbcInbox beside = closing(JdbcInbox.builder(file()).alongside().open());
    beside
        .database()
        .administer(
            link -> { // has the writer
              InboxAdmin.of(inbox).purgeExpired();
              return true;
            });
    assertThat(observed.lines()).doesNotContain("database failed");
  }

  @Test
  void letsAnOperatorLookAlongsideTheOwner() throws Exception {
    JdbcInbox owner = open();
    owner.append(List.of(Ring.of("1", "door", "a").entry()));
    JdbcInbox beside = closing(JdbcInbox.builder(file()).alongside().open());
    InboxAdmin.of(beside).parkLane(Ring.ENDPOINT, "door");
    assertThat(InboxAdmin.of(owner).show("1").get(0).state()).isEqualTo(InboxEvent.State.PARKED);
    assertThatThrownBy(() -> beside.append(List.of(Ring.of("2", "door", "b").entry())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("alongside()");
    assertThatThrownBy(() -> worker(beside).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("alongside()");
  }

  @Test
  void handlesAtOnceWhatAKilledProcessHadClaimed() throws Exception {
    JdbcInbox inbox = builder().open();
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    sql(inbox, "UPDATE keyhook_lane SET owner = 'killed', fence = 5, due = due + 3600000");
    inbox.close();
    closing(worker(open()).start());
    assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(2);
  }

  @Test
  void offersNoTransactionAndSaysWhatToUse() throws Exception {
    JdbcInbox inbox = open();
    closing(
        InboxWorker.of(inbox)
            .handle(
                Ring.router()
                    .otherwise(
                        (ring, context) -> {
                          context.transaction(Connection.class);
                        })
                    .build())
            .start());
    inbox.append(List.of(Ring.of("1", "door", "a").entry()));
    observed.await("failed 1 1");
    assertThat(observed.causes().get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("JdbcIdempotency");
    assertThatThrownBy(() -> worker(inbox).transactions(work -> {}).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PostgreSQL");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws Exception {
    Files.writeString(file(), "this is not a database, but a text that is long enough".repeat(30));
    assertThatThrownBy(() -> JdbcInbox.file(file()))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("keyhook.db");
  }

  @Test
  void refusesTablesOfAnotherShape() throws Exception {
    JdbcInbox inbox = builder().open();
    sql(inbox, "ALTER TABLE keyhook_dead DROP COLUMN message");
    inbox.close();
    assertThatThrownBy(() -> JdbcInbox.file(file()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keyhook_dead");
  }

  @Test
  void refusesWhatCannotBeCommittedInTime() throws Exception {
    JdbcInbox inbox =
        closing(builder().listener(observed).appendTimeout(Duration.ofMillis(200)).open());
    JdbcInbox beside = closing(JdbcInbox.builder(file()).alongside().open());
    beside
        .database()
        .administer(
            link -> { // holds the writer, as a long command of an operator would
              assertThatThrownBy(() -> inbox.append(List.of(Ring.of("1", "door", "a").entry())))
                  .isInstanceOf(InboxUnavailableException.class)
                  .hasMessageContaining("200 ms");
              assertThat(observed.lines()).contains("append failed");
              return true;
            });
    CountDownLatch isStored = new CountDownLatch(1);
    inbox.onAppended(isStored::countDown);
    assertThat(isStored.await(30, TimeUnit.SECONDS)).isTrue();
    closing(worker(inbox).start());
    handled.await(1); // the sender's retry would be a duplicate
  }

  @Test
  void namesTheDriverThatIsMissing() throws Exception {
    java.sql.Driver driver = DriverManager.getDriver("jdbc:sqlite:");
    DriverManager.deregisterDriver(driver);
    try {
      assertThatThrownBy(() -> JdbcInbox.file(file()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.xerial:sqlite-jdbc");
    } finally {
      DriverManager.registerDriver(driver);
    }
  }
}
