/**
 * Listeners of receivers and inboxes for Micrometer and OpenTelemetry. They never report a body, a
 * header value or a secret.
 */
@NullMarked
package dev.keyhook.telemetry;

import org.jspecify.annotations.NullMarked;
