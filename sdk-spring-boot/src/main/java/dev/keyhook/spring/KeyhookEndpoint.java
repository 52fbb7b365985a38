package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.inbox.InboxEvent;
import dev.keyhook.inbox.InboxFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The actuator endpoint: {@code GET keyhook} for the status, {@code GET keyhook/ENDPOINT} for its
 * dead letters, and, if enabled, {@code POST keyhook/ENDPOINT} and {@code POST keyhook/ENDPOINT/ID}
 * to retry all of them or one.
 */
@Endpoint(id = "keyhook")
final class KeyhookEndpoint {

  private static final int MAX_LISTED = 100;

  private final InboxHealth health;
  private final @Nullable InboxAdmin admin;
  private final boolean isWritable;

  KeyhookEndpoint(InboxHealth health, @Nullable InboxAdmin admin, boolean isWritable) {
    this.health = health;
    this.admin = admin;
    this.isWritable = isWritable;
  }

  /**
   * A dead letter, without its body.
   *
   * @param id the event's id; null if it has none
   * @param type the event's type; null if it is not readable
   * @param error the class of the last failure
   */
  record DeadLetter(
      @Nullable String id,
      @Nullable String type,
      Instant receivedAt,
      int attempts,
      @Nullable String error) {

    static DeadLetter of(InboxEvent event) {
      return new DeadLetter(
          event.id().orElse(null),
          event.type().orElse(null),
          event.receivedAt(),
          event.attempts(),
          event.error().orElse(null));
    }
  }

  @ReadOperation
  Map<String, Object> status() {
    return health.report().details();
  }

  @ReadOperation
  List<DeadLetter> deadLetters(@Selector String endpoint) {
    return admin == null
        ? List.of()
        : admin.list(InboxFilter.all().endpoint(endpoint).deadLetters(), MAX_LISTED).stream()
            .map(DeadLetter::of)
            .toList();
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Long>> retryAll(@Selector String endpoint) {
    return retry(InboxFilter.all().endpoint(endpoint).deadLetters());
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Long>> retry(@Selector String endpoint, @Selector String id) {
    return retry(InboxFilter.all().endpoint(endpoint).id(id).deadLetters());
  }

  private WebEndpointResponse<Map<String, Long>> retry(InboxFilter filter) {
    return admin == null || !isWritable
        ? new WebEndpointResponse<>(403)
        : new WebEndpointResponse<>(Map.of("retried", admin.retry(filter)));
  }
}
