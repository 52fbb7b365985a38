/**
 * Storage for receivers: an {@link dev.keyhook.store.Inbox} for deliveries that are handled later,
 * or {@link dev.keyhook.store.Idempotency} for deliveries handled within the request.
 */
@NullMarked
package dev.keyhook.store;

import org.jspecify.annotations.NullMarked;
