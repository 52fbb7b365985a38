/** Types about events and parsers that Keyhook's own modules share; not exported to users. */
@NullMarked
package dev.keyhook.internal.event;

import org.jspecify.annotations.NullMarked;
