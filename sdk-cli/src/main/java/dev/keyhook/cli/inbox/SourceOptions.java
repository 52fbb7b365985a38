package dev.keyhook.cli.inbox;

import dev.keyhook.CredentialsUnavailableException;
import dev.keyhook.cli.CommandException;
import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.store.InboxUnavailableException;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose an inbox. */
final class SourceOptions {

  @Option(
      names = "--db",
      required = true,
      paramLabel = "FILE|JDBC-URL",
      description = "The SQLite file, or PostgreSQL's URL; also while a receiver runs.")
  private String db = "";

  @Option(
      names = "--encrypt-key-file",
      paramLabel = "FILE",
      description = "The key of encrypted bodies.")
  private @Nullable Path encryptKey;

  /** Opens the inbox, runs an action, and closes it. */
  int with(ToIntFunction<InboxAdmin> work) {
    try (JdbcInbox inbox = InboxSource.of(db).openAlongside(encryptKey)) {
      return work.applyAsInt(InboxAdmin.of(inbox));
    } catch (InboxUnavailableException e) {
      throw CommandException.unreachable(String.valueOf(e.getMessage()), e);
    } catch (CredentialsUnavailableException e) {
      throw CommandException.usage(e.getMessage() + "; give its key with --encrypt-key-file");
    }
  }
}
