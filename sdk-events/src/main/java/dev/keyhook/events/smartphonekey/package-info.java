/**
 * Events of SmartphoneKey: {@link dev.keyhook.events.smartphonekey.SmartphoneKeyEvents} is the
 * entry point.
 */
@NullMarked
package dev.keyhook.events.smartphonekey;

import org.jspecify.annotations.NullMarked;
