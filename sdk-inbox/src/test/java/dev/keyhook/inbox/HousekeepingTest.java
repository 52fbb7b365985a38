package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.InboxListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {

  private final List<InboxListener.Backlog> reports = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  private JdbcInbox open() {
    return JdbcInbox.builder(folder.resolve("keyhook.db"))
        .listener(
            new InboxListener() {
              @Override
              public void backlog(Backlog backlog) {
                reports.add(backlog);
              }
            })
        .open();
  }

  @Test
  void reportsAnEmptyBacklogOnceAfterTheLastDeadLetterWasDiscarded() {
    try (JdbcInbox inbox = open()) {
      Housekeeping housekeeping = inbox.housekeeping();
      inbox.append(List.of(Ring.unreadable("not a ring")));
      housekeeping.runOnce();
      assertThat(reports)
          .last()
          .satisfies(
              report -> {
                assertThat(report.endpoint()).isEqualTo(Ring.ENDPOINT);
                assertThat(report.deadLetters()).isEqualTo(1);
              });

      InboxAdmin.of(inbox).discard(InboxFilter.all().deadLetters());
      housekeeping.runOnce();
      InboxListener.Backlog empty =
          new InboxListener.Backlog(Ring.ENDPOINT, 0, 0, 0, Duration.ZERO, 0, false);
      assertThat(reports).last().isEqualTo(empty);

      housekeeping.runOnce();
      assertThat(reports).containsOnlyOnce(empty);
    }
  }

  @Test
  void reportsNothingWithoutEvents() {
    try (JdbcInbox inbox = open()) {
      inbox.housekeeping().runOnce();
      assertThat(reports).isEmpty();
    }
  }
}
