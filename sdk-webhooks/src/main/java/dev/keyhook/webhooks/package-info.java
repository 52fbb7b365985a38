/**
 * Receiving webhooks of any vendor: verify, store in an inbox or handle once, and respond so that
 * nothing is lost.
 *
 * <p>Each vendor's package below this one builds a {@link dev.keyhook.webhooks.WebhookReceiver};
 * for other vendors use {@link dev.keyhook.webhooks.WebhookReceiver#builder}.
 */
@NullMarked
package dev.keyhook.webhooks;

import org.jspecify.annotations.NullMarked;
