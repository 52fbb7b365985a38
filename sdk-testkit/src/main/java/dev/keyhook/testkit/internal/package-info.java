/**
 * The HTTP server and the JSON of the fakes, and the sample files; vendor-neutral, not exported.
 */
@NullMarked
package dev.keyhook.testkit.internal;

import org.jspecify.annotations.NullMarked;
