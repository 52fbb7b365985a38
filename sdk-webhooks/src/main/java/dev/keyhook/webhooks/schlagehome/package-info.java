/**
 * Receiving the webhooks of Schlage Home; start with {@link
 * dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks}.
 */
@NullMarked
package dev.keyhook.webhooks.schlagehome;

import org.jspecify.annotations.NullMarked;
