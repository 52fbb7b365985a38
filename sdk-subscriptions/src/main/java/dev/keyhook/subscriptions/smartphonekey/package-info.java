/**
 * Subscriptions at SmartphoneKey: one client for partners, who can change a URL, and one for the
 * vendor's own staff.
 */
@NullMarked
package dev.keyhook.subscriptions.smartphonekey;

import org.jspecify.annotations.NullMarked;
