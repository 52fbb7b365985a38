package dev.keyhook.cli.listen;

import dev.keyhook.MalformedEventException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.cli.body.EventFacts;
import org.jspecify.annotations.Nullable;

/**
 * Finds differences of stored deliveries from the schema. A receiver with an inbox reads only their
 * envelopes, for speed.
 */
final class StoredInspection {

  /** The limit for one pass; at higher rates the page is not readable anyway. */
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
