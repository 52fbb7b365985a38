/**
 * The words that every vendor's webhooks share: events and their data, requests and answers,
 * verification, and the errors of all of them.
 *
 * <p>Nothing here knows a vendor, a JSON library or an HTTP library. All values are immutable and
 * safe to share between threads.
 */
@NullMarked
package dev.keyhook;

import org.jspecify.annotations.NullMarked;
