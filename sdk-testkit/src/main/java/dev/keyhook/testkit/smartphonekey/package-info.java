/** Simulates SmartphoneKey in tests. */
@NullMarked
package dev.keyhook.testkit.smartphonekey;

import org.jspecify.annotations.NullMarked;
