/** Bodies of deliveries, prepared for people: which vendor, which event, which lines to mask. */
@NullMarked
package dev.keyhook.cli.body;

import org.jspecify.annotations.NullMarked;
