/**
 * Shared code of parsers and generated models: the envelope, and reading and writing JSON. Not
 * exported.
 *
 * <p>Keyhook has its own JSON scanner, so that it needs no JSON library.
 */
@NullMarked
package dev.keyhook.events.internal;

import org.jspecify.annotations.NullMarked;
