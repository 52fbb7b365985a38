/**
 * Routes events to handlers, from any transport: a webhook, a queue, an inbox, a replay or a test.
 */
@NullMarked
package dev.keyhook.routing;

import org.jspecify.annotations.NullMarked;
