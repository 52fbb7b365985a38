/**
 * Receiving webhooks, whoever sends them: verify, parse, run a handler once, and answer so that
 * nothing is lost.
 *
 * <p>Each vendor's package below this one builds a {@link dev.keyhook.webhooks.WebhookReceiver} on
 * it; a vendor of your own does the same with {@link dev.keyhook.webhooks.WebhookReceiver#builder}.
 */
@NullMarked
package dev.keyhook.webhooks;

import org.jspecify.annotations.NullMarked;
