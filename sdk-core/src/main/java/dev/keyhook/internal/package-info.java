/** Shared by Keyhook's own modules; not exported to users. */
@NullMarked
package dev.keyhook.internal;

import org.jspecify.annotations.NullMarked;
