/** What several of Keyhook's own modules need and nobody else may see: not exported to users. */
@NullMarked
package dev.keyhook.internal;

import org.jspecify.annotations.NullMarked;
