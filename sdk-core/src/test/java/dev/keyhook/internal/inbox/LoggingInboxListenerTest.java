package dev.keyhook.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.routing.InboxListener.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingInboxListenerTest extends Handler {

  private static final String NAME = LoggingInboxListenerTest.class.getName();

  private static final Attempt ATTEMPT =
      new Attempt(
          "bells",
          Optional.of("id of a person"),
          Optional.of("ring"),
          Optional.of("door"),
          36,
          Instant.EPOCH,
          false,
          new TreeMap<>());

  private final Logger logger = Logger.getLogger(NAME);
  private final List<String> lines = new ArrayList<>();
  private final LoggingInboxListener listener =
      new LoggingInboxListener(
          NAME, cause -> cause instanceof IllegalStateException ? "" : "code 7", () -> 0);

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
  void saysThatALaneWasParkedAndWhatToDo() {
    listener.parked(ATTEMPT, Duration.ZERO, new IllegalStateException("name of a person"));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("bells", "parked", "36 attempts", "InboxAdmin", "IllegalStateException")
        .doesNotContain("person");
  }

  @Test
  void logsTenLinesOfAKindInAMinute() {
    for (int i = 0; i < 12; i++) {
      listener.leaseLost(ATTEMPT);
      listener.databaseFailed(new UncheckedIOException(new IOException("name of a person")));
    }
    assertThat(lines)
        .hasSize(20)
        .contains(
            "The database or broker failed; retrying: java.io.UncheckedIOException caused by"
                + " java.io.IOException, code 7");
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
