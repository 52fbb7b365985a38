package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.InboxUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

  /** The rows of a caller for which the heap of the appending thread is too small. */
  private static final class TooLarge extends AbstractList<EventRow> {

    private final Thread caller = Thread.currentThread();

    @Override
    public EventRow get(int index) {
      if (Thread.currentThread() != caller) {
        throw new OutOfMemoryError("only in this test");
      }
      return row("too large");
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static EventRow row(String id) {
    return EventRow.of(Ring.of(id, "door", id).entry(), new BodyCipher(null));
  }

  @Test
  void refusesTheCallersOfAGroupThatFailsWithAnErrorAndStoresTheNextOne(@TempDir Path folder)
      throws Exception {
    try (Database database = new SqliteDatabase(folder.resolve("inbox.db"), true)) {
      database.prepare(TableSetup.CREATE);
      try (GroupCommit commits =
          new GroupCommit(database, new InboxListener() {}, Duration.ofSeconds(30), () -> {})) {
        assertThatThrownBy(() -> commits.append(new TooLarge()))
            .isInstanceOf(InboxUnavailableException.class)
            .hasCauseInstanceOf(OutOfMemoryError.class);
        commits.append(List.of(row("next")));
      }
    }
  }
}
