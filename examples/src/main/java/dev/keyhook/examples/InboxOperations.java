package dev.keyhook.examples;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.inbox.BodyKeys;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxFilter;
import dev.keyhook.inbox.InboxStatus;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.NonRetryableException;
import dev.keyhook.routing.RetryLaterException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Snippets of the guide: administration and settings of an inbox. */
final class InboxOperations {

  private InboxOperations() {}

  /** Replays events that were received since a time. Returns their number. */
  static long replay(JdbcInbox inbox, Instant yesterday) {
    // region replay
    InboxAdmin admin = InboxAdmin.of(inbox);
    InboxFilter filter = InboxFilter.all().type("KeyAdded").since(yesterday);
    System.out.println(admin.count(filter) + " events match"); // the dry run
    long replayed = admin.replay(filter, 50); // at most 50 per second
    // endregion
    return replayed;
  }

  /** Retries dead letters. Returns their number. */
  static long retry(JdbcInbox inbox) {
    // region dead-letters
    InboxAdmin admin = InboxAdmin.of(inbox);
    InboxFilter dead = InboxFilter.all().endpoint("smartphonekey").deadLetters();
    admin
        .list(dead, 20)
        .forEach(event -> System.out.println(event.error() + " after " + event.attempts()));
    long retried = admin.retry(dead); // after the fix; discard(dead) gives them up
    // endregion
    return retried;
  }

  /** Reads size and backlog. */
  static InboxStatus status(JdbcInbox inbox) {
    // region status
    InboxStatus status = InboxAdmin.of(inbox).status();
    status
        .backlogs()
        .forEach(
            backlog ->
                System.out.println(
                    backlog.endpoint()
                        + ": "
                        + backlog.events()
                        + " events wait, "
                        + backlog.deadLetters()
                        + " dead letters"));
    // endregion
    return status;
  }

  /** Reads the status of a file that another process owns. */
  static InboxStatus lookAlongside(Path file) {
    // region alongside
    try (JdbcInbox inbox = JdbcInbox.builder(file).alongside().open()) {
      return InboxAdmin.of(inbox).status();
    }
    // endregion
  }

  /** Opens an inbox that encrypts bodies with the newer of two keys. */
  static JdbcInbox encrypted(Path file, byte[] newKey, byte[] oldKey) {
    // region encrypt
    BodyKeys keys = BodyKeys.of("2027-q1", Map.of("2027-q1", newKey, "2026-q4", oldKey));
    JdbcInbox inbox =
        JdbcInbox.builder(file)
            .encryptBodies(keys)
            .keepHandled(Duration.ofDays(3)) // bodies of handled events; 14 days unless set
            .rememberIds(Duration.ofDays(14)) // ids, against redeliveries; 14 days unless set
            .open();
    // endregion
    return inbox;
  }

  /** Starts a worker with custom settings. */
  static InboxWorker start(JdbcInbox inbox, EventRouter<SmartphoneKeyEvent> router) {
    // region worker
    InboxWorker worker =
        InboxWorker.of(inbox)
            .handle(router)
            .handle("hooks-eu", router) // a receiver that was built with .endpoint("hooks-eu")
            .threads(16) // handlers at once; twice the processors unless set
            .maxAttempts(36) // about a day, the default
            .closeTimeout(Duration.ofSeconds(20))
            .start();
    // endregion
    return worker;
  }

  /** Translates a failure of another system into an exception for the worker. */
  static void failed(int status) {
    // region failures
    if (status == 404) {
      throw new NonRetryableException("The lock is unknown to the access system"); // dead letter
    } else if (status == 429) {
      throw new RetryLaterException(Duration.ofMinutes(5));
    }
    throw new IllegalStateException("The access system failed with " + status); // back-off
    // endregion
  }
}
