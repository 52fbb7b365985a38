/**
 * HTTP, JSON and retries, not exported: the only package that imports an HTTP or a JSON library.
 *
 * <p>No vendor's name stands here.
 */
@NullMarked
package dev.keyhook.subscriptions.internal;

import org.jspecify.annotations.NullMarked;
