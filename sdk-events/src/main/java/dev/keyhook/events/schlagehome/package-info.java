/**
 * Events of Schlage Home by Allegion: {@link dev.keyhook.events.schlagehome.SchlageHomeEvents} is
 * the entry point.
 */
@NullMarked
package dev.keyhook.events.schlagehome;

import org.jspecify.annotations.NullMarked;
