/**
 * The HTTP server and the JSON behind the fakes, and the files of samples; not exported. No
 * vendor's name stands here.
 */
@NullMarked
package dev.keyhook.testkit.internal;

import org.jspecify.annotations.NullMarked;
