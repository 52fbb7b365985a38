/**
 * Types that the subscription clients of all vendors share: errors, transport settings, findings of
 * a preflight check.
 *
 * <p>There is one client for each vendor, with that vendor's real operations and no common
 * super-type. No type of an HTTP or JSON library appears in a public signature.
 */
@NullMarked
package dev.keyhook.subscriptions;

import org.jspecify.annotations.NullMarked;
