/** Receives deliveries of both vendors, and shows them on a local page. */
@NullMarked
package dev.keyhook.cli.listen;

import org.jspecify.annotations.NullMarked;
