/**
 * What parsers and generated models share: the envelope, and reading and writing JSON. Not
 * exported.
 *
 * <p>Keyhook has a JSON scanner of its own, so that it needs no JSON library.
 */
@NullMarked
package dev.keyhook.events.internal;

import org.jspecify.annotations.NullMarked;
