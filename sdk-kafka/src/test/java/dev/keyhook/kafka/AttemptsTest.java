package dev.keyhook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.internal.inbox.HandledOnce.StoreFailedException;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.routing.RetryLaterException;
import dev.keyhook.store.Idempotency;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private static final Ring RING = Ring.of("1", "door", "ring");

  private static EventRouter<Ring> throwing(RuntimeException failure) {
    return Ring.router()
        .otherwise(
            ring -> {
              throw failure;
            })
        .build();
  }

  private static String errorType(OneWorker worker) {
    return new String(
        worker.producer.history().get(0).headers().lastHeader(RecordHeaders.ERROR_TYPE).value(),
        UTF_8);
  }

  @Test
  void anOutageOfTheStoreSpendsNoAttemptAndMakesNoDeadLetter() {
    OneWorker worker =
        new OneWorker(
            Ring.router().otherwise(ring -> {}).build(),
            (endpoint, key, work) -> {
              throw new SQLException("down", "08006");
            },
            1);

    assertThat(worker.run(RING, 1, false))
        .isEqualTo(new AttemptResult.Retry(Duration.ofSeconds(1), false));
    assertThat(worker.producer.history()).isEmpty();
    assertThat(worker.failures).hasSize(1).first().isInstanceOf(StoreFailedException.class);
  }

  @Test
  void aHandlerThatFailsInTheStoresTransactionSpendsAnAttempt() {
    OneWorker worker =
        new OneWorker(throwing(new IllegalStateException()), Idempotency.inMemory(), 2);

    assertThat(worker.run(RING, 1, false))
        .isEqualTo(new AttemptResult.Retry(Duration.ofSeconds(1), true));
    assertThat(worker.run(RING, 2, false)).isEqualTo(new AttemptResult.Finished());
    assertThat(errorType(worker)).isEqualTo(IllegalStateException.class.getName());
  }

  @Test
  void aHandlerThatAsksForALaterTimeIsNotGivenUpByTheNumberOfAttempts() {
    OneWorker worker =
        new OneWorker(
            throwing(new RetryLaterException(Duration.ofMinutes(2))), Idempotency.inMemory(), 12);

    assertThat(worker.run(RING, 13, false))
        .isEqualTo(new AttemptResult.Retry(Duration.ofMinutes(2), true));
    assertThat(worker.producer.history()).isEmpty();
  }

  @Test
  void anEventThatEndedTheProcessInAllAttemptsBecomesADeadLetterWithoutItsHandler() {
    OneWorker worker =
        new OneWorker(throwing(new IllegalStateException()), Idempotency.inMemory(), 3);

    assertThat(worker.run(RING, 4, true)).isEqualTo(new AttemptResult.Finished());
    assertThat(errorType(worker)).isEqualTo(WorkerVanishedException.class.getName());
  }
}
