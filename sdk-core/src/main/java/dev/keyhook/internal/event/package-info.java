/** What Keyhook's own modules know about events and parsers; not exported to users. */
@NullMarked
package dev.keyhook.internal.event;

import org.jspecify.annotations.NullMarked;
