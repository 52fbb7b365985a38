/**
 * Subscriptions at SmartphoneKey: one client for partners, who may change a URL, and one for the
 * vendor's own staff, who may do everything else.
 */
@NullMarked
package dev.keyhook.subscriptions.smartphonekey;

import org.jspecify.annotations.NullMarked;
