/**
 * Receiving the webhooks of Schlage Home; begin with {@link
 * dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks}.
 */
@NullMarked
package dev.keyhook.webhooks.schlagehome;

import org.jspecify.annotations.NullMarked;
