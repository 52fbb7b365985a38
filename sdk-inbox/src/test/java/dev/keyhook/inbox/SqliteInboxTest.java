package dev.keyhook.inbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteInboxTest extends InboxContract {

  @TempDir Path folder;

  @Override
  JdbcInbox.Builder builder() {
    return JdbcInbox.builder(folder.resolve("keyhook.db"));
  }
}
