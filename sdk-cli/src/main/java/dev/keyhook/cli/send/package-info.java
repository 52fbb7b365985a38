/** Plays the vendors: sends deliveries with faults, retries, and checks that none is lost. */
@NullMarked
package dev.keyhook.cli.send;

import org.jspecify.annotations.NullMarked;
