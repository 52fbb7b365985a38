/** Looks into an inbox and repairs it. */
@NullMarked
package dev.keyhook.cli.inbox;

import org.jspecify.annotations.NullMarked;
