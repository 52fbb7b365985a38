/** The events of both vendors, as their schemas describe them. */
@NullMarked
package dev.keyhook.cli.catalogue;

import org.jspecify.annotations.NullMarked;
