/**
 * A vendor that this library does not support, written against its public API only: arrays of
 * events, a shared secret in a header, and a challenge that the receiver must return before the
 * vendor delivers.
 */
package com.example.meter;
