package dev.keyhook.cli.listen;

import dev.keyhook.MalformedEventException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.body.EventFacts;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where stored deliveries differ from the schema: a receiver with an inbox only reads
 * their envelopes, so that it is fast.
 */
final class StoredInspection {

  /** At most so many at a time; at higher rates nobody can read the page anyway. */
  private static final int MAX_AT_ONCE = 200;

  private final DeliveryLog log;

  StoredInspection(DeliveryLog log) {
    this.log = log;
  }

  void run() {
    for (Delivery delivery : log.uninspected(MAX_AT_ONCE)) {
      @Nullable WebhookRequest request = delivery.request();
      int deviations = request == null ? 0 : deviations(delivery, request);
      log.change(
          delivery,
          it -> {
            it.isInspected = true;
            it.deviations = deviations;
          });
    }
  }

  private static int deviations(Delivery delivery, WebhookRequest request) {
    try {
      return EventFacts.of(delivery.vendor, request.body()).deviations().size();
    } catch (MalformedEventException e) {
      return 0; // stored as unreadable
    }
  }
}
