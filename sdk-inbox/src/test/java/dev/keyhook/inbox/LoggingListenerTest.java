package dev.keyhook.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.InboxListener;
import dev.keyhook.store.InboxUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingListenerTest extends Handler {

  private final Logger logger = Logger.getLogger("dev.keyhook.inbox");
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void listen() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }

  @Test
  void logsTheSqlStateOfFailuresWithoutTheirMessages() {
    InboxListener listener = JdbcInbox.loggingListener();
    SQLException failure = new SQLException("name of a person", "08006");
    listener.databaseFailed(failure);
    listener.appendFailed(1, new InboxUnavailableException("name of a person", failure));
    assertThat(lines)
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line).endsWith(", SQL state 08006").doesNotContain("person"));
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
