/**
 * A vendor that the library does not support, written as an integrator would write it: against the
 * public API only.
 */
@NullMarked
package com.example.bell;

import org.jspecify.annotations.NullMarked;
