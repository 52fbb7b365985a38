/**
 * A vendor that the library does not know, written as an integrator would: against public API only.
 */
@NullMarked
package com.example.bell;

import org.jspecify.annotations.NullMarked;
