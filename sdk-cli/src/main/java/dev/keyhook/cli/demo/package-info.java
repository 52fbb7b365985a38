/** A day at a building, played against a real receiver. */
@NullMarked
package dev.keyhook.cli.demo;

import org.jspecify.annotations.NullMarked;
