/**
 * The durable inbox over JDBC: deliveries are on disk before they are acknowledged, and each is
 * handled in order, with retries, until it succeeds or becomes a dead letter.
 */
@NullMarked
package dev.keyhook.inbox;

import org.jspecify.annotations.NullMarked;
