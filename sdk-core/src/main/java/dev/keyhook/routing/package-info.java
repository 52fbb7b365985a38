/**
 * Which code runs for which event, wherever the event comes from: a webhook, a queue, an inbox, a
 * replay or a test.
 */
@NullMarked
package dev.keyhook.routing;

import org.jspecify.annotations.NullMarked;
