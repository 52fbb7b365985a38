/**
 * Building blocks that authenticate the sender of a delivery, for any vendor: a shared secret in a
 * header, an HMAC, an RSA-PSS signature; and the diagnosis of a refusal.
 */
@NullMarked
package dev.keyhook.webhooks.verification;

import org.jspecify.annotations.NullMarked;
