package dev.keyhook.spring;

import dev.keyhook.Event;
import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Inbox;
import dev.keyhook.webhooks.ReceiverBuilder;
import dev.keyhook.webhooks.ReceiverListener;
import dev.keyhook.webhooks.WebhookReceiver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts that the receivers of all vendors share.
 *
 * @param inbox where they store deliveries; null to handle them within the request
 * @param requiresHandlers whether each endpoint needs a router on this node
 * @param idempotency remembers handled events without an inbox; null for the one in memory
 * @param listeners observe requests; may be empty
 */
record ReceiverParts(
    Routers routers,
    @Nullable Inbox inbox,
    boolean requiresHandlers,
    @Nullable Idempotency idempotency,
    List<ReceiverListener.Factory> listeners) {

  /**
   * Builds a receiver.
   *
   * @param endpoint the name of the receiver
   */
  <E extends Event<?>, B extends ReceiverBuilder<E, B>> WebhookReceiver build(
      Vendor<?, E> vendor, String endpoint, B builder) {
    builder.endpoint(endpoint);
    if (requiresHandlers) {
      routers.require(vendor, endpoint);
    }
    if (!listeners.isEmpty()) {
      builder.listener(ReceiverListeners.of(listeners));
    }
    if (inbox != null) {
      return builder.inbox(inbox).build();
    }
    if (idempotency != null) {
      builder.idempotency(idempotency);
    }
    return builder.handle(routers.require(vendor, endpoint)).build();
  }
}
