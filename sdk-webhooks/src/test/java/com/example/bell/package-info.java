/**
 * A vendor that the library does not know: what an integrator writes for one, with the public API
 * alone.
 */
@NullMarked
package com.example.bell;

import org.jspecify.annotations.NullMarked;
