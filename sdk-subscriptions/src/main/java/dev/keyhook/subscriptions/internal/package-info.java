/**
 * HTTP, JSON and retries, not exported: the only package that imports an HTTP or a JSON library.
 *
 * <p>It is vendor-neutral.
 */
@NullMarked
package dev.keyhook.subscriptions.internal;

import org.jspecify.annotations.NullMarked;
