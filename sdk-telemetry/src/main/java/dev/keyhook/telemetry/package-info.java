/**
 * Listeners that report what receivers and inboxes do: to Micrometer and to OpenTelemetry. None of
 * them reports a body, a header or a secret.
 */
@NullMarked
package dev.keyhook.telemetry;

import org.jspecify.annotations.NullMarked;
