/**
 * What all parsers and generated models read and write JSON with; not exported.
 *
 * <p>This is the only package that knows the JSON library.
 */
@NullMarked
package dev.keyhook.events.internal;

import org.jspecify.annotations.NullMarked;
