package dev.keyhook.cli.listen;

import dev.keyhook.cli.inbox.InboxSource;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** An inbox and the worker that handles its events. */
final class StoredHandling implements AutoCloseable {

  private final JdbcInbox inbox;
  private final InboxWorker worker;
  private final InboxData data;

  private StoredHandling(JdbcInbox inbox, InboxWorker worker, InboxData data) {
    this.inbox = inbox;
    this.worker = worker;
    this.data = data;
  }

  static StoredHandling open(ListenSettings settings, AttemptRecorder recorder) {
    @Nullable String source = settings.inbox();
    JdbcInbox inbox = InboxSource.of(String.valueOf(source)).open(settings.encryptKey(), recorder);
    InboxWorker worker =
        InboxWorker.of(inbox)
            .handle(settings.handling().smartphoneKey())
            .handle(settings.handling().schlageHome())
            .keepErrorMessages()
            .start();
    InboxData data =
        new AdminData(
            InboxAdmin.of(inbox), recorder::duplicates, settings.redaction(), Clock.systemUTC());
    return new StoredHandling(inbox, worker, data);
  }

  JdbcInbox inbox() {
    return inbox;
  }

  InboxData data() {
    return data;
  }

  @Override
  public void close() {
    worker.close();
    inbox.close();
  }
}
