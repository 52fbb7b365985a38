/**
 * Subscriptions at Schlage Home by Allegion.
 *
 * <p><strong>Unverified against the live API.</strong> The vendor's endpoint reference is behind a
 * login. Paths and bodies follow a public description that calls itself inferred (api-evangelist,
 * 2026-08), so base URL, path and header can be set.
 */
@NullMarked
package dev.keyhook.subscriptions.schlagehome;

import org.jspecify.annotations.NullMarked;
