/** The {@code keyhook} command and what its subcommands share. */
@NullMarked
package dev.keyhook.cli;

import org.jspecify.annotations.NullMarked;
