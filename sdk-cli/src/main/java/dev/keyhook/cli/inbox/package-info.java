/** Shows and repairs an inbox. */
@NullMarked
package dev.keyhook.cli.inbox;

import org.jspecify.annotations.NullMarked;
