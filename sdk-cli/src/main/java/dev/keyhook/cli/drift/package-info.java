/** Differences from the schemas that this version was built from. */
@NullMarked
package dev.keyhook.cli.drift;

import org.jspecify.annotations.NullMarked;
