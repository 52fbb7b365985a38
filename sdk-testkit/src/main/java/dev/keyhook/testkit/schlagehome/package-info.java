/** Simulates Schlage Home in tests. */
@NullMarked
package dev.keyhook.testkit.schlagehome;

import org.jspecify.annotations.NullMarked;
