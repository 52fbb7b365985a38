/** The {@code keyhook} command and shared code of its subcommands. */
@NullMarked
package dev.keyhook.cli;

import org.jspecify.annotations.NullMarked;
