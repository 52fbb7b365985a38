package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.store.Idempotency;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOutageTest {

  @TempDir Path folder;

  @Test
  void anOutageOfTheStoreOfHandledEventsSpendsNoAttempt() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    Idempotency store = Idempotency.inMemory();
    Handled handled = new Handled();
    try (JdbcInbox inbox = JdbcInbox.file(folder.resolve("keyhook.db"))) {
      inbox.append(List.of(Ring.of("1", "door", "ring").entry()));
      InboxWorker worker =
          InboxWorker.of(inbox)
              .maxAttempts(1)
              .idempotency(
                  (endpoint, key, work) -> {
                    if (failures.incrementAndGet() < 3) {
                      throw new SQLException("down", "08006");
                    }
                    return store.once(endpoint, key, work);
                  })
              .handle(Ring.router().otherwise(handled::add).build())
              .start();
      assertThat(handled.await(1).get(0).context().attempt()).isEqualTo(1);
      worker.close();
      assertThat(failures).hasValue(3);
    }
  }
}
