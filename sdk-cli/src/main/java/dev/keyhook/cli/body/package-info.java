/** Bodies of deliveries, prepared for display: vendor, event, masked lines. */
@NullMarked
package dev.keyhook.cli.body;

import org.jspecify.annotations.NullMarked;
