/**
 * Subscriptions at SmartphoneKey: a client for partners, who can change a webhook's URL, and one
 * for the vendor's own staff.
 */
@NullMarked
package dev.keyhook.subscriptions.smartphonekey;

import org.jspecify.annotations.NullMarked;
