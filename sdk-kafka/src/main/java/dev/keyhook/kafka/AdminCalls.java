package dev.keyhook.kafka;

import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for responses to administrative requests. */
final class AdminCalls {

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private AdminCalls() {}

  /**
   * Waits for a response.
   *
   * @throws ExecutionException if the broker refused
   * @throws InboxUnavailableException if there was no response
   */
  static <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | KafkaException e) {
      throw new InboxUnavailableException("Kafka did not respond", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("Interrupted while Kafka was asked", e);
    }
  }

  /**
   * Waits for a response.
   *
   * @param failure says what is not possible if the broker refuses
   * @throws InboxUnavailableException if the broker refused, or there was no response
   */
  static <T> T get(KafkaFuture<T> future, String failure) {
    try {
      return get(future);
    } catch (ExecutionException e) {
      throw new InboxUnavailableException(failure, e);
    }
  }
}
