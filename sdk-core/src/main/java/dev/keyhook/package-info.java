/**
 * Vendor-neutral types: events and their data, requests and responses, verification, and the
 * exceptions of all modules.
 *
 * <p>Nothing in this package depends on a vendor, a JSON library or an HTTP library. All values are
 * immutable and safe to share between threads.
 */
@NullMarked
package dev.keyhook;

import org.jspecify.annotations.NullMarked;
