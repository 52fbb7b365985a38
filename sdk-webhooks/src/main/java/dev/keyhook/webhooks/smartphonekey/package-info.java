/**
 * Receiving the webhooks of SmartphoneKey; start with {@link
 * dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks}.
 */
@NullMarked
package dev.keyhook.webhooks.smartphonekey;

import org.jspecify.annotations.NullMarked;
