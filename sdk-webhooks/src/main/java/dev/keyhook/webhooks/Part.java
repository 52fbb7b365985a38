package dev.keyhook.webhooks;

import dev.keyhook.Event;
import dev.keyhook.VerifiedDelivery;
import org.jspecify.annotations.Nullable;

/**
 * One event of a delivery, or a part that is not readable as an event.
 *
 * @param event what was read; null if nothing could be
 * @param cause why nothing could be read; null if something was
 */
record Part<E extends Event<?>>(
    VerifiedDelivery delivery, @Nullable E event, @Nullable RuntimeException cause) {}
